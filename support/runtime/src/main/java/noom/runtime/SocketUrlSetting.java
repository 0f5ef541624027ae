package noom.runtime;

/** The setting {@code SOCKET_URL}. An invalid address is refused at the start: the page would never connect, silently. */
public final class SocketUrlSetting {
    private static final String SETTING = "SOCKET_URL";

    private SocketUrlSetting() {}

    /**
     * Reads the address that the page connects to.
     *
     * @param scheme {@code ws} or {@code http}; the same over TLS is allowed, {@code wss} or {@code https}
     * @return the address, or an empty string if it is unset: then the page takes its own host and the socket's port
     * @throws SettingException if the variable is invalid
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
                    "%s is \"%s\", which is not an address for the browser. Set it to one like %ss://chat.example.org, or leave it out."
                            .formatted(SETTING, value, scheme));
        }
        return value.strip();
    }
}
