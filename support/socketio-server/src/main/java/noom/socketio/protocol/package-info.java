/** Internal. Corrects how netty-socketio reads and writes HTTP, WebSocket frames, packets and JSON. */
package noom.socketio.protocol;
