package noom.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The setting {@code ICE_SERVERS}. An invalid list is refused at the start: in a browser every call would fail silently. */
public final class IceServersSetting {
    private static final String SETTING = "ICE_SERVERS";
    private static final JsonMapper JSON = new JsonMapper();

    private IceServersSetting() {}

    /**
     * Reads the STUN and TURN servers for browsers, as JSON: {@code [{"urls": "stun:stun.example.org"}]}.
     *
     * @return the list; an empty one if the variable is unset, which is enough on one machine or in one network
     * @throws SettingException if the variable is invalid
     */
    public static String read() {
        return of(System.getenv(SETTING));
    }

    static String of(String value) {
        if (value == null || value.isBlank()) {
            return "[]";
        }
        try {
            var servers = JSON.readTree(value);
            if (servers.isArray() && areServers(servers)) {
                return servers.toString();
            }
        } catch (JsonProcessingException invalid) {
            // Refused below, like a list of something else.
        }
        throw new SettingException(
                "%s is \"%s\", which is not a list of servers. Set it to one like [{\"urls\": \"stun:stun.example.org\"}], or leave it out."
                        .formatted(SETTING, value));
    }

    private static boolean areServers(JsonNode servers) {
        for (var server : servers) {
            var urls = server.path("urls");
            var first = urls.isArray() ? urls.path(0) : urls;
            if (!first.asText().matches("(stuns?|turns?):.+")) {
                return false;
            }
        }
        return true;
    }
}
