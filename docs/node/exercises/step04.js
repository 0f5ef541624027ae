// Exercise 6 of step 4: say the event "dissolve" in Java.
import http from "node:http";
import { Server } from "socket.io";

const server = http.createServer();
const wsServer = new Server(server);

wsServer.on("connection", (socket) => {
  socket.on("enter_room", (room) => {
    socket.join(room);
  });

  socket.on("dissolve", async (room) => {
    if (!socket.rooms.has(room)) {
      socket.emit("problem", `You are not in the room ${room}.`);
      return;
    }
    const members = await wsServer.in(room).fetchSockets();
    wsServer.in(room).emit("room_left", room);
    wsServer.in(room).socketsLeave(room);
    members.forEach((one) => one.emit("my_rooms", [...one.rooms].filter((name) => name !== room)));
  });
});

server.listen(process.env.SOCKET_PORT ?? 3001, () => {
  console.log(`Listening for Socket.IO on http://localhost:${server.address().port}`);
});
