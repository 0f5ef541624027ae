package noom.support;

/** A setting with which the program cannot start. The message is for the person who set it. */
public final class Refusal extends RuntimeException {
    public Refusal(String message) {
        super(message);
    }
}
