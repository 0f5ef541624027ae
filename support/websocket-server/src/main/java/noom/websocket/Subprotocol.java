package noom.websocket;

import java.util.regex.Pattern;
import org.java_websocket.protocols.IProtocol;

/**
 * Takes the first subprotocol that a client offers, as Node's {@code ws} does (RFC 6455, section 4.2.2). Java-WebSocket accepts
 * an offer and does not answer it, and browsers close such a connection.
 */
final class Subprotocol implements IProtocol {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** Java-WebSocket joins repeated headers with a semicolon. */
    private static final String SEPARATOR = "\\s*[,;]\\s*";

    private static final Pattern OFFER = Pattern.compile(TOKEN + "(" + SEPARATOR + TOKEN + ")*");

    private String taken = "";

    @Override
    public boolean acceptProvidedProtocol(String offer) {
        var none = offer.isBlank();
        var valid = OFFER.matcher(offer.strip()).matches();
        taken = valid ? offer.strip().split(SEPARATOR)[0] : "";
        return none || valid;
    }

    @Override
    public String getProvidedProtocol() {
        return taken;
    }

    @Override
    public IProtocol copyInstance() {
        return new Subprotocol();
    }
}
