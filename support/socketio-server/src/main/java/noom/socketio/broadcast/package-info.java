/** Internal. Namespaces and rooms, and the delivery of one event to many sockets. */
package noom.socketio.broadcast;
