import path from "node:path";
import express from "express";
import { Server } from "socket.io";

// The front end is the Java program's own; only the back end is written in Node.
const resources = path.join(import.meta.dirname, "../../../step04-rooms/src/main/resources");
const webAssets = path.join(import.meta.dirname, "../../../support/web/src/main/resources/web");
const mvpCss = path.join(import.meta.dirname, "../node_modules/mvp.css/mvp.css");

const app = express();
app.set("view engine", "pug");
app.set("views", path.join(resources, "views"));
app.use("/public", express.static(path.join(resources, "public")));
app.use("/public", express.static(webAssets));
app.use("/public/css/mvp.css", express.static(mvpCss));
app.get("/", home);
app.get("/*splat", (req, res) => res.redirect("/"));

function home(req, res) {
  const visits = visitsBefore(req) + 1;
  res.cookie("visits", visits, { httpOnly: true, sameSite: "lax" });
  res.render("home", { visits, socketPort: httpServer.address().port, socketUrl: "" });
}

// HTTP is stateless: only the cookie that this browser sends says how often it has been here.
function visitsBefore(req) {
  const sent = /(?:^|; )visits=([1-9][0-9]{0,8})(?:;|$)/.exec(req.headers.cookie);
  return Number(sent?.[1] ?? 0);
}

const httpServer = app.listen(process.env.PORT ?? 3000, () => {
  console.log(`Listening on http://localhost:${httpServer.address().port}`);
});

// The chat as the course writes it: it validates nothing. Step 4's page shows what that allows.
const wsServer = new Server(httpServer);
const ANNOUNCEMENT_ROOM = "announcement";

wsServer.on("connection", (socket) => {
  socket.nickname = "Anon";
  console.log(`Anon connected, ${wsServer.sockets.sockets.size} here`);
  socket.emit("you", socket.id);
  socket.emit("my_rooms", myRooms(socket));
  socket.emit("room_change", publicRooms());

  socket.on("nickname", (nickname) => {
    socket.nickname = nickname;
    sharedRooms(socket).forEach(showMembers);
  });

  socket.on("enter_room", (room) => {
    socket.join([room]);
    socket.emit("room_entered", room, countRoom(room));
    socket.emit("my_rooms", myRooms(socket));
    socket.to(room).emit("welcome", socket.nickname, countRoom(room), room);
    showMembers(room);
    showOpenRooms();
  });

  socket.on("leave_room", (room) => {
    leave(socket, room);
    socket.emit("room_left", room);
    socket.emit("my_rooms", myRooms(socket));
  });

  socket.on("new_message", (message, rooms) => {
    const named = [rooms].flat();
    const others = named.reduce((others, room) => others.to(room), socket);
    others.emit("new_message", `${socket.nickname}: ${message}`, named);
  });

  socket.on("whisper", (id, message) => {
    socket.to(id).emit("new_message", `${socket.nickname}: ${message}`, [id]);
  });

  socket.on("gather", () => {
    wsServer.socketsJoin(ANNOUNCEMENT_ROOM);
    wsServer.emit("room_entered", ANNOUNCEMENT_ROOM, countRoom(ANNOUNCEMENT_ROOM));
    wsServer.sockets.sockets.forEach((one) => one.emit("my_rooms", myRooms(one)));
    showMembers(ANNOUNCEMENT_ROOM);
  });

  // Here socket.rooms still holds the rooms. On "disconnect" it is empty.
  socket.on("disconnecting", () => {
    console.log(`${socket.nickname} left, ${wsServer.sockets.sockets.size - 1} here`);
    sharedRooms(socket).forEach((room) => leave(socket, room));
  });
});

// The rooms of a socket: its own id first, then by name.
function myRooms(socket) {
  return [socket.id, ...sharedRooms(socket)];
}

function sharedRooms(socket) {
  return [...socket.rooms].filter((room) => room !== socket.id).sort();
}

// Everybody is in the room of their own id. Such a room is not public.
function publicRooms() {
  const { sids, rooms } = wsServer.sockets.adapter;
  return [...rooms.keys()].filter((room) => !sids.has(room) && room !== ANNOUNCEMENT_ROOM).sort();
}

function countRoom(room) {
  return wsServer.sockets.adapter.rooms.get(room)?.size ?? 0;
}

function leave(socket, room) {
  socket.leave(room);
  socket.to(room).emit("bye", socket.nickname, countRoom(room), room);
  showMembers(room);
  showOpenRooms();
}

function showMembers(room) {
  const ids = [...(wsServer.sockets.adapter.rooms.get(room) ?? [])];
  const members = ids.map((id) => ({ id, nickname: wsServer.sockets.sockets.get(id).nickname }));
  wsServer.to(room).emit("room_members", room, members.sort(byNickname));
}

function byNickname(one, other) {
  return compare(one.nickname, other.nickname) || compare(one.id, other.id);
}

function compare(one, other) {
  return (one > other) - (one < other);
}

function showOpenRooms() {
  wsServer.emit("room_change", publicRooms());
}
