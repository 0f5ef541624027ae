package noom.runtime;

import java.util.regex.Pattern;

/**
 * A browser lets the page of any site open a socket to us, and neither library objects: this lets in only pages of the
 * host that the request was sent to, whatever their port (RFC 6455, section 10.2). Programs send no Origin and may come.
 */
public final class OriginPolicy {
    /** A host's name, or an IPv6 address in brackets, and perhaps a port. */
    private static final String HOST = "(\\[[0-9a-f:.]+]|[^\\[\\]:/@?#\\s]+)(?::[0-9]{1,5})?";

    private static final Pattern ORIGIN_HEADER = Pattern.compile("https?://" + HOST, Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST_HEADER = Pattern.compile(HOST, Pattern.CASE_INSENSITIVE);

    private OriginPolicy() {}

    /**
     * Whether a request may open a socket.
     *
     * @param origin its {@code Origin} header; null or empty where there is none
     * @param host its {@code Host} header
     */
    public static boolean allows(String origin, String host) {
        if (origin == null || origin.isEmpty()) {
            return true;
        }
        var page = ORIGIN_HEADER.matcher(origin);
        var server = HOST_HEADER.matcher(host == null ? "" : host);
        return page.matches() && server.matches() && page.group(1).equalsIgnoreCase(server.group(1));
    }
}
