package noom.runtime;

/** A client sent invalid input. The message goes to that client only: what is wrong, and what to send instead. */
public final class InvalidInputException extends RuntimeException {
    /** Carries no stack trace: a client causes it at will, so it has to be cheap. */
    public InvalidInputException(String message) {
        super(message, null, false, false);
    }
}
