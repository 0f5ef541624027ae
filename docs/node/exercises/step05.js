// Exercise 6 of step 5: say the request "nicknames" in Java.
import http from "node:http";
import { Server } from "socket.io";

const server = http.createServer();
const wsServer = new Server(server);

wsServer.on("connection", (socket) => {
  socket.data.nickname = "Anon";

  socket.on("nickname", (nickname, ack) => {
    socket.data.nickname = nickname;
    ack({ ok: true, nickname });
  });

  socket.on("enter_room", (room, ack) => {
    socket.join(room);
    ack({ ok: true, room });
  });

  socket.on("nicknames", async (room, ack) => {
    const members = await wsServer.in(room).fetchSockets();
    ack({ ok: true, room, nicknames: members.map((one) => one.data.nickname).sort() });
  });
});

server.listen(process.env.SOCKET_PORT ?? 3001, () => {
  console.log(`Listening for Socket.IO on http://localhost:${server.address().port}`);
});
