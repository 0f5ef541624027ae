package noom.testkit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the same of a program with two ports, of which the second is the chat's: steps 2 and later. */
public abstract class SocketProgramContract extends ProgramContract {
    /** The line on standard output that ends with the chat's port, such as {@code Listening on ws://localhost:}. */
    protected abstract String socketLine();

    /** Connects a client, has it use the chat, waits until that has worked, and returns it connected. */
    protected abstract AutoCloseable talk(int socketPort) throws Exception;

    @Override
    protected final Map<String, String> listeningLines() {
        var lines = new LinkedHashMap<>(super.listeningLines());
        lines.put("SOCKET_PORT", socketLine());
        return lines;
    }

    @Override
    protected List<String> linesOfUse() {
        return List.of("Anon connected, 1 here", "Anon left, 0 here");
    }

    /** A map to which a step adds settings of its own. */
    @Override
    protected Map<String, String> wrongSettings() {
        var settings = new HashMap<>(super.wrongSettings());
        settings.put("SOCKET_PORT", "30 00");
        settings.put("SOCKET_URL", "chat.example.org");
        return settings;
    }

    /** A map to which a step adds settings of its own. */
    @Override
    protected Map<Setting, String> settingsInThePage() {
        var url = (socketLine().contains("ws://") ? "wss" : "https") + "://chat.example.org/chat";
        return new HashMap<>(Map.of(new Setting("SOCKET_URL", url), "data-socket-url=\"" + url + "\""));
    }

    @Override
    protected final List<String> portsInThePage(Ports ports) {
        return List.of("data-socket-port=\"" + ports.of("SOCKET_PORT") + "\"");
    }

    @Override
    protected List<AutoCloseable> connectClients(Ports ports) throws Exception {
        return List.of(
                halfARequest(ports.of("PORT")), halfARequest(ports.of("SOCKET_PORT")), talk(ports.of("SOCKET_PORT")));
    }

    @Override
    protected final void use(Ports ports) throws Exception {
        super.use(ports);
        talk(ports.of("SOCKET_PORT")).close();
    }
}
