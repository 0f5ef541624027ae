package noom.socketio.validation;

/** A packet that the protocols do not allow. It ends the session of its sender. */
final class MalformedPacketException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedPacketException() {
        super(null, null, false, false);
    }
}
