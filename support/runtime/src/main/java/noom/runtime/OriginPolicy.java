package noom.runtime;

import java.util.regex.Pattern;

/**
 * Allows pages of the requested host only, on any port (RFC 6455, section 10.2). A browser lets a page of any site connect,
 * and neither library refuses it. Programs send no {@code Origin} and may connect.
 */
public final class OriginPolicy {
    /** A host name or an IPv6 address in brackets, with an optional port. */
    private static final String HOST = "(\\[[0-9a-f:.]+]|[^\\[\\]:/@?#\\s]+)(?::[0-9]{1,5})?";

    private static final Pattern ORIGIN_HEADER = Pattern.compile("https?://" + HOST, Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST_HEADER = Pattern.compile(HOST, Pattern.CASE_INSENSITIVE);

    private OriginPolicy() {}

    /**
     * Whether a request may open a connection.
     *
     * @param origin its {@code Origin} header; null or empty without one
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
