/** Several servers as one chat, over Redis, in the wire format of Node's {@code @socket.io/redis-adapter} 8. */
package noom.cluster;
