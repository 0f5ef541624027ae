package noom.runtime;

/** An address that no browser can connect to would leave the page without a chat and without a word: this refuses it. */
public final class SocketUrlSetting {
    private static final String SETTING = "SOCKET_URL";

    private SocketUrlSetting() {}

    /**
     * Reads the address that the page tells the browser to connect to.
     *
     * @param scheme {@code ws} or {@code http}; each may also be the one over TLS, {@code wss} or {@code https}
     * @return the address, or an empty string where none is set: then the page uses its own host and the socket's port
     * @throws SettingException if the variable holds anything else
     */
    public static String read(String scheme) {
        return of(System.getenv(SETTING), scheme);
    }

    static String of(String value, String scheme) {
        if (value == null || value.isBlank()) {
            return "";
        }
        if (!value.strip().matches("(?i)" + scheme + "s?://[^\\s/?#]+[^\\s?#]*")) {
            throw new SettingException(
                    "%s is \"%s\", which is no address for the browser. Set it to one like %ss://chat.example.org, or leave it out."
                            .formatted(SETTING, value, scheme));
        }
        return value.strip();
    }
}
