package noom.socketio.protocol;

import noom.socketio.session.Session;

/** A binary message that a WebSocket has brought. */
public record BinaryFrame(Session session, byte[] bytes) {}
