package noom.socketio.broadcast;

import java.util.List;

/**
 * Takes each broadcast of the server, and delivers it: to this server's sockets, and to those of others. Socket.IO's own
 * server calls this part its adapter, too. It is called on the event loop.
 */
@FunctionalInterface
public interface Adapter {
    /** Delivers to the sockets of this server. */
    Adapter THIS_SERVER_ONLY = (rooms, event, arguments, localDelivery) -> localDelivery.run();

    /**
     * Delivers an event.
     *
     * @param rooms the sockets that are in one of these rooms, or all sockets if it is empty
     * @param localDelivery delivers to the sockets of this server
     */
    void broadcast(List<String> rooms, String event, List<Object> arguments, Runnable localDelivery);
}
