// Exercise 6 of step 6: say the request "ring" in Java.
import http from "node:http";
import { Server } from "socket.io";

const server = http.createServer();
const wsServer = new Server(server);

wsServer.on("connection", (socket) => {
  socket.on("join_room", (room, ack) => {
    socket.join(room);
    ack({ ok: true, room });
  });

  socket.on("ring", (room, ack) => {
    socket.to(room).emit("ring", room);
    ack({ ok: true, heard: wsServer.sockets.adapter.rooms.get(room).size - 1 });
  });
});

server.listen(process.env.SOCKET_PORT ?? 3001, () => {
  console.log(`Listening for Socket.IO on http://localhost:${server.address().port}`);
});
