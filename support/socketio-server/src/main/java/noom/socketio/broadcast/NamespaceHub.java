package noom.socketio.broadcast;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Gives netty-socketio's handlers our namespaces. The library's hub creates its own kind, and cannot be given another. */
public final class NamespaceHub extends NamespacesHub {
    /** The main namespace, or a name that a packet can carry. */
    private static final Pattern NAME = Pattern.compile("|/[^,\\[]{1,100}");

    private final Configuration configuration;
    private final Map<String, RoomNamespace> namespaces = new ConcurrentHashMap<>();
    private BroadcastBatcher batcher;

    public NamespaceHub(Configuration configuration) {
        super(configuration);
        this.configuration = configuration;
    }

    /** Sets where the broadcasts of all namespaces are collected. To be called before the server starts. */
    public void setBatcher(BroadcastBatcher batcher) {
        this.batcher = batcher;
    }

    /**
     * The namespace with this name. It is created if it does not exist.
     *
     * @param name empty for the main namespace, or it begins with a slash
     */
    @Override
    public RoomNamespace create(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("This is not the name of a namespace: " + name);
        }
        return namespaces.computeIfAbsent(name, absent -> new RoomNamespace(name, configuration, () -> batcher));
    }

    /** The namespace with this name, or null. */
    @Override
    public RoomNamespace get(String name) {
        return namespaces.get(name);
    }

    @Override
    public Collection<SocketIONamespace> getAllNamespaces() {
        return Collections.unmodifiableCollection(namespaces.values());
    }

    @Override
    public Iterable<SocketIOClient> getRoomClients(String room) {
        List<SocketIOClient> sockets = new ArrayList<>();
        namespaces.values().forEach(namespace -> namespace.getRoomClients(room).forEach(sockets::add));
        return sockets;
    }

    @Override
    public void remove(String name) {
        throw new UnsupportedOperationException("A namespace stays.");
    }
}
