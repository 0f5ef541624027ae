/** Internal. Sessions and their connections: how they open, upgrade to WebSocket, fall behind, and end. */
package noom.socketio.session;
