package noom.runtime;

/** A client sent something invalid. The message is for that client: what is wrong, and what to send instead. */
public final class InvalidInputException extends RuntimeException {
    /** Carries no stack trace: this is the client's mistake, not a fault of the program, and has to stay cheap. */
    public InvalidInputException(String message) {
        super(message, null, false, false);
    }
}
