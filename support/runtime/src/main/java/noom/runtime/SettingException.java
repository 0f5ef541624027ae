package noom.runtime;

/** The program cannot start with a setting. The message names the setting and says what to do. */
public final class SettingException extends RuntimeException {
    public SettingException(String message) {
        super(message);
    }
}
