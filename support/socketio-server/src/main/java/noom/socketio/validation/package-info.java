/** Internal. Refuses HTTP requests and packets that the Engine.IO and Socket.IO protocols do not allow. */
package noom.socketio.validation;
