package noom.socketio.broadcast;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import java.util.Collection;
import java.util.List;

/** Gives netty-socketio's handlers our namespace. The library's hub creates its own kind, and cannot be given another. */
public final class SingleNamespaceHub extends NamespacesHub {
    private final Namespace namespace;

    public SingleNamespaceHub(Configuration configuration, Namespace namespace) {
        super(configuration);
        this.namespace = namespace;
    }

    @Override
    public Namespace create(String name) {
        throw new UnsupportedOperationException("This server has only the main namespace.");
    }

    @Override
    public Namespace get(String name) {
        return name.equals(namespace.getName()) ? namespace : null;
    }

    @Override
    public Collection<SocketIONamespace> getAllNamespaces() {
        return List.of(namespace);
    }

    @Override
    public Iterable<SocketIOClient> getRoomClients(String room) {
        return namespace.getRoomClients(room);
    }

    @Override
    public void remove(String name) {
        throw new UnsupportedOperationException("The main namespace stays.");
    }
}
