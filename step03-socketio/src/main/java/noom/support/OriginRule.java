package noom.support;

import java.util.regex.Pattern;

/**
 * A WebSocket may be opened across origins, so that any page on the web could open one to this server in a visitor's
 * name (RFC 6455, section 10.2): this allows only pages that come from the host the request was sent to.
 */
public final class OriginRule {
    /** A name, an IPv4 address, or an IPv6 address in brackets. */
    private static final String HOST = "(\\[[0-9a-f:.]+]|[^\\s/?#@:\\[\\]\\\\]+)(?::[0-9]{1,5})?";

    private static final Pattern HOST_HEADER = Pattern.compile(HOST, Pattern.CASE_INSENSITIVE);
    private static final Pattern ORIGIN_HEADER = Pattern.compile("https?://" + HOST, Pattern.CASE_INSENSITIVE);

    private OriginRule() {}

    /**
     * Whether a request may open a connection. The port is not compared: the page has another one than the socket.
     *
     * @param origin the {@code Origin} header; null or empty where there is none, as programs that are no browser send it
     * @param host the {@code Host} header, may be null
     */
    public static boolean allows(String origin, String host) {
        if (origin == null || origin.isEmpty()) {
            return true;
        }
        if (host == null) {
            return false;
        }
        var page = ORIGIN_HEADER.matcher(origin);
        var server = HOST_HEADER.matcher(host);
        return page.matches() && server.matches() && page.group(1).equalsIgnoreCase(server.group(1));
    }
}
