package noom.runtime;

import io.javalin.config.JavalinConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * The headers of every response that tell the browser what a page may do. A page loads scripts, styles and pictures from its own
 * server only, and connects to the port of its chat beside. No page of another host may show it in a frame. A browser keeps
 * nothing without asking whether it has changed.
 */
final class SecurityHeaders {
    static final String POLICY = "Content-Security-Policy";

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern ORIGIN = Pattern.compile("(?i)(?:http|ws)(s?)://([a-z0-9._-]+(?::[0-9]+)?)(?:/.*)?");

    private SecurityHeaders() {}

    static void configure(JavalinConfig config) {
        config.jetty.modifyHttpConfiguration(http -> http.addCustomizer(SecurityHeaders::addTo));
    }

    private static Request addTo(Request request, HttpFields.Mutable response) {
        response.put(POLICY, policy(Request.getServerName(request), Map.of()));
        response.put("X-Content-Type-Options", "nosniff");
        response.put("Referrer-Policy", "no-referrer");
        // Javalin gives files "max-age=0" and an ETag instead, which means the same.
        response.put("Cache-Control", "no-cache");
        return request;
    }

    /**
     * The policy of a page. A page may connect to the {@code socketUrl} or {@code socketPort} in its model, as its script does.
     * {@code http} and {@code ws} in a policy include {@code https} and {@code wss}.
     *
     * @param host to which the request was sent
     */
    static String policy(String host, Map<String, ?> model) {
        var connect = new ArrayList<>(List.of("connect-src 'self'"));
        connect.addAll(socketOrigins(host, model));
        // Any port of the same host: the comparison shows the pages of two steps in frames.
        var parents = isHostName(host) ? " http://" + host + ":*" : "";
        return String.join(
                "; ",
                "default-src 'self'",
                "img-src 'self' data:",
                String.join(" ", connect),
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'self'" + parents);
    }

    private static List<String> socketOrigins(String host, Map<String, ?> model) {
        if (!model.containsKey("socketPort")) {
            return List.of();
        }
        var url = String.valueOf(model.get("socketUrl"));
        if (!url.isEmpty()) {
            return originsOf(url);
        }
        var target = (isHostName(host) ? host : "*") + ":" + model.get("socketPort");
        return List.of("http://" + target, "ws://" + target);
    }

    /** A policy cannot name every host, such as an IPv6 address. Then all are allowed. */
    private static List<String> originsOf(String url) {
        var origin = ORIGIN.matcher(url);
        if (!origin.matches()) {
            return List.of("http:", "ws:");
        }
        var target = origin.group(1).toLowerCase(Locale.ROOT) + "://" + origin.group(2);
        return List.of("http" + target, "ws" + target);
    }

    private static boolean isHostName(String host) {
        return host != null && HOST_NAME.matcher(host).matches();
    }
}
