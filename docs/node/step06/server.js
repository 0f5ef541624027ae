import path from "node:path";
import express from "express";
import { Server } from "socket.io";
import { Broken, checkCandidate, checkDescription, checkRoom } from "../rules.js";

// The front end is the Java program's own: only the back end is told again here.
const resources = path.join(import.meta.dirname, "../../../step06-video-call/src/main/resources");
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
  const iceServers = process.env.ICE_SERVERS || "[]";
  res.render("home", { visits, socketPort: httpServer.address().port, socketUrl: "", iceServers });
}

// HTTP is stateless: what this browser did before is known only from the cookie that it sends along.
function visitsBefore(req) {
  const sent = /(?:^|; )visits=([1-9][0-9]{0,8})(?:;|$)/.exec(req.headers.cookie);
  return Number(sent?.[1] ?? 0);
}

const httpServer = app.listen(process.env.PORT ?? 3000, () => {
  console.log(`Listening on http://localhost:${httpServer.address().port}`);
});

// The signalling: what the two in a room must tell each other before their browsers can talk directly.
const wsServer = new Server(httpServer);
const { sids, rooms } = wsServer.sockets.adapter;
const PEOPLE_IN_A_CALL = 2;

wsServer.on("connection", (socket) => {
  on(socket, "join_room", handleJoinRoom);
  on(socket, "leave_room", handleLeaveRoom);
  on(socket, "offer", handleOffer);
  on(socket, "answer", handleAnswer);
  on(socket, "ice", handleIce);
  socket.on("disconnecting", handleDisconnecting);
});

// Calls the handler for every such event. What it returns is what the client's function gets; where there is no
// function, and a rule was broken, the client gets a problem.
function on(socket, event, handler) {
  socket.on(event, (...sent) => {
    const done = typeof sent.at(-1) === "function" ? sent.pop() : null;
    try {
      const result = handler(socket, sent);
      done?.({ ok: true, ...result });
    } catch (error) {
      if (!(error instanceof Broken)) {
        throw error;
      }
      if (done) {
        done({ ok: false, error: error.message });
      } else {
        socket.emit("problem", error.message);
      }
    }
  });
}

function handleJoinRoom(socket, [name]) {
  const room = checkRoom(name);
  if (sids.has(room)) {
    throw new Broken("The room of an id belongs to one person.");
  }
  if (!socket.rooms.has(room)) {
    if (members(room).length >= PEOPLE_IN_A_CALL) {
      throw new Broken(`The room ${room} is full. Choose another.`);
    }
    socket.join(room);
    socket.to(room).emit("welcome");
  }
  return { count: members(room).length, room };
}

function handleLeaveRoom(socket, [name]) {
  const room = checkRoom(name);
  mustBeIn(socket, room);
  socket.leave(room);
  socket.to(room).emit("bye", room);
  return { room };
}

function handleOffer(socket, [sent, name]) {
  const offer = checkDescription("offer", sent);
  const room = checkRoom(name);
  mustBeIn(socket, room);
  // A set keeps its order: the first member is the one who waited.
  if (members(room)[0] !== socket.id) {
    throw new Broken("The one who waited makes the offers.");
  }
  socket.to(room).emit("offer", offer, room);
}

function handleAnswer(socket, [sent, name]) {
  const answer = checkDescription("answer", sent);
  const room = checkRoom(name);
  mustBeIn(socket, room);
  socket.to(room).emit("answer", answer, room);
}

function handleIce(socket, [sent, name]) {
  const candidate = checkCandidate(sent);
  const room = checkRoom(name);
  mustBeIn(socket, room);
  socket.to(room).emit("ice", candidate, room);
}

function handleDisconnecting() {
  const shared = [...this.rooms].filter((room) => room !== this.id);
  shared.forEach((room) => this.to(room).emit("bye", room));
}

function members(room) {
  return [...(rooms.get(room) ?? [])];
}

function mustBeIn(socket, room) {
  if (!socket.rooms.has(room)) {
    throw new Broken(`You are not in the room ${room}.`);
  }
}
