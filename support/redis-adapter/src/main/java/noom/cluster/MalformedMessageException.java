package noom.cluster;

/** A message of another server that is not what Socket.IO's Redis adapter sends. Its text says what is wrong. */
final class MalformedMessageException extends RuntimeException {
    MalformedMessageException(String message) {
        super(message);
    }
}
