// Exercise 6 of step 3: say the event "me" in Java.
import http from "node:http";
import { Server } from "socket.io";

const server = http.createServer();
const io = new Server(server);

io.on("connection", (socket) => {
  socket.data.nickname = "Anon";

  socket.on("nickname", (nickname) => {
    socket.data.nickname = nickname;
  });

  socket.on("me", (action) => {
    socket.broadcast.emit("new_message", `* ${socket.data.nickname} ${action}`);
  });
});

server.listen(process.env.SOCKET_PORT ?? 3001, () => {
  console.log(`Listening for Socket.IO on http://localhost:${server.address().port}`);
});
