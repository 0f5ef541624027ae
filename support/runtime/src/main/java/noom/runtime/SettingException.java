package noom.runtime;

/** A setting with which the program cannot start. The message is for the person who set it. */
public final class SettingException extends RuntimeException {
    public SettingException(String message) {
        super(message);
    }
}
