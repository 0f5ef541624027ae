import path from "node:path";
import express from "express";
import { Server } from "socket.io";

// The front end is the Java program's own: only the back end is told again here.
const resources = path.join(import.meta.dirname, "../../../step04-rooms/src/main/resources");
const mvpCss = path.join(import.meta.dirname, "../node_modules/mvp.css/mvp.css");

const app = express();
app.set("view engine", "pug");
app.set("views", path.join(resources, "views"));
app.use("/public", express.static(path.join(resources, "public")));
app.use("/public/css/mvp.css", express.static(mvpCss));
app.get("/", home);
app.get("/*splat", (req, res) => res.redirect("/"));

function home(req, res) {
  const visits = visitsBefore(req) + 1;
  res.cookie("visits", visits, { httpOnly: true, sameSite: "lax" });
  res.render("home", { visits, socketPort: httpServer.address().port, socketUrl: "" });
}

// HTTP is stateless: what this browser did before is known only from the cookie that it sends along.
function visitsBefore(req) {
  const sent = /(?:^|; )visits=([1-9][0-9]{0,8})(?:;|$)/.exec(req.headers.cookie);
  return Number(sent?.[1] ?? 0);
}

const httpServer = app.listen(process.env.PORT ?? 3000, () => {
  console.log(`Listening on http://localhost:${httpServer.address().port}`);
});

// The chat, as the course writes it: it does whatever it is asked for, by anybody. Step 4's page shows what that means.
const wsServer = new Server(httpServer);
const ANNOUNCEMENT_ROOM = "announcement";

wsServer.on("connection", (socket) => {
  socket.nickname = "Anon";
  socket.emit("you", socket.id);
  socket.emit("my_rooms", [...socket.rooms]);
  socket.emit("room_change", publicRooms());

  socket.on("nickname", (nickname) => {
    socket.nickname = nickname;
    sharedRooms(socket).forEach(showMembers);
  });

  socket.on("enter_room", (room) => {
    socket.join([room]);
    socket.emit("room_entered", room, countRoom(room));
    socket.emit("my_rooms", [...socket.rooms]);
    socket.to(room).emit("welcome", socket.nickname, countRoom(room), room);
    showMembers(room);
    showOpenRooms();
  });

  socket.on("leave_room", (room) => {
    socket.leave(room);
    socket.emit("room_left", room);
    socket.emit("my_rooms", [...socket.rooms]);
    sayBye(socket, room);
    showOpenRooms();
  });

  socket.on("new_message", (text, rooms) => {
    const everyone = [rooms].flat().reduce((others, room) => others.to(room), socket);
    everyone.emit("new_message", `${socket.nickname}: ${text}`, String(rooms));
  });

  socket.on("whisper", (id, text) => {
    socket.to(id).emit("new_message", `${socket.nickname}: ${text}`, id);
  });

  socket.on("gather", () => {
    wsServer.socketsJoin(ANNOUNCEMENT_ROOM);
    wsServer.emit("room_entered", ANNOUNCEMENT_ROOM, countRoom(ANNOUNCEMENT_ROOM));
    wsServer.sockets.sockets.forEach((one) => one.emit("my_rooms", [...one.rooms]));
    showMembers(ANNOUNCEMENT_ROOM);
  });

  socket.on("disconnecting", () => {
    for (const room of sharedRooms(socket)) {
      socket.leave(room);
      sayBye(socket, room);
    }
  });

  // Here socket.rooms is empty already, and so are the rooms that nobody else was in.
  socket.on("disconnect", showOpenRooms);
});

function sharedRooms(socket) {
  return [...socket.rooms].filter((room) => room !== socket.id);
}

// Everybody is in the room of their own id: a room that is also a socket's id is no public one.
function publicRooms() {
  const { sids, rooms } = wsServer.sockets.adapter;
  return [...rooms.keys()].filter((room) => !sids.has(room) && room !== ANNOUNCEMENT_ROOM);
}

function countRoom(room) {
  return wsServer.sockets.adapter.rooms.get(room)?.size ?? 0;
}

function sayBye(socket, room) {
  socket.to(room).emit("bye", socket.nickname, countRoom(room), room);
  showMembers(room);
}

function showMembers(room) {
  const ids = [...(wsServer.sockets.adapter.rooms.get(room) ?? [])];
  const members = ids.map((id) => ({ id, nickname: wsServer.sockets.sockets.get(id).nickname }));
  wsServer.to(room).emit("room_members", room, members);
}

function showOpenRooms() {
  wsServer.emit("room_change", publicRooms());
}
