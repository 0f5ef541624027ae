/** A Socket.IO server for the public internet: {@link noom.socketio.HardenedSocketIOServer} and what it is made of. */
package noom.socketio;
