// Exercise 6 of step 7: say the request "nicknames" in Java, for all servers.
import http from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const publisher = createClient({ url: process.env.REDIS_URL });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const server = http.createServer();
const wsServer = new Server(server, { adapter: createAdapter(publisher, subscriber) });

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
