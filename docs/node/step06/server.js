import path from "node:path";
import express from "express";
import { Server } from "socket.io";
import * as validation from "../validation.js";

// The front end is the Java program's own; only the back end is written in Node.
const resources = path.join(import.meta.dirname, "../../../step06-video-call/src/main/resources");
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
  const iceServers = process.env.ICE_SERVERS || "[]";
  res.render("home", { visits, socketPort: httpServer.address().port, socketUrl: "", iceServers });
}

// HTTP is stateless: only the cookie that this browser sends says how often it has been here.
function visitsBefore(req) {
  const sent = /(?:^|; )visits=([1-9][0-9]{0,8})(?:;|$)/.exec(req.headers.cookie);
  return Number(sent?.[1] ?? 0);
}

const httpServer = app.listen(process.env.PORT ?? 3000, () => {
  console.log(`Listening on http://localhost:${httpServer.address().port}`);
});

// The signalling: it passes on what two browsers must know of each other before they can talk directly.
const wsServer = new Server(httpServer);
const { sids, rooms } = wsServer.sockets.adapter;
const MAX_MEMBERS = 2;
const MAX_ROOMS = 20;

wsServer.on("connection", (socket) => {
  on(socket, "join_room", handleJoinRoom);
  on(socket, "leave_room", handleLeaveRoom);
  on(socket, "offer", handleOffer);
  on(socket, "answer", handleAnswer);
  on(socket, "ice", handleIce);
  socket.on("disconnecting", handleDisconnecting);
});

// Calls the handler for every such event. The client's function gets what the handler returns, or the error. Without
// a function, the sender gets a problem for invalid input.
function on(socket, event, handler) {
  socket.on(event, (...sent) => {
    const ack = typeof sent.at(-1) === "function" ? sent.pop() : null;
    try {
      const result = handler(socket, sent);
      ack?.({ ok: true, ...result });
    } catch (error) {
      if (!(error instanceof validation.InvalidInputError)) {
        throw error;
      }
      if (ack) {
        ack({ ok: false, error: error.message });
      } else {
        socket.emit("problem", error.message);
      }
    }
  });
}

function handleJoinRoom(socket, [name]) {
  const room = validation.room(name);
  if (sids.has(room)) {
    throw new validation.InvalidInputError("The room of an id belongs to one person.");
  }
  if (!socket.rooms.has(room)) {
    if (members(room).length >= MAX_MEMBERS) {
      throw new validation.InvalidInputError(`The room ${room} is full. Choose another.`);
    }
    if (sharedRooms(socket).length >= MAX_ROOMS) {
      throw new validation.InvalidInputError(`You are in ${MAX_ROOMS} rooms. Leave one first.`);
    }
    socket.join(room);
    socket.to(room).emit("welcome");
  }
  return { count: members(room).length, room };
}

function handleLeaveRoom(socket, [name]) {
  const room = validation.room(name);
  requireMember(socket, room);
  socket.leave(room);
  socket.to(room).emit("bye", room);
  return { room };
}

function handleOffer(socket, [sent, name]) {
  const offer = validation.description("offer", sent);
  const room = validation.room(name);
  requireMember(socket, room);
  requireCaller(socket, room);
  socket.to(room).emit("offer", offer, room);
}

function handleAnswer(socket, [sent, name]) {
  const answer = validation.description("answer", sent);
  const room = validation.room(name);
  requireMember(socket, room);
  socket.to(room).emit("answer", answer, room);
}

function handleIce(socket, [sent, name]) {
  const candidate = validation.candidate(sent);
  const room = validation.room(name);
  requireMember(socket, room);
  socket.to(room).emit("ice", candidate, room);
}

function handleDisconnecting() {
  sharedRooms(this).forEach((room) => this.to(room).emit("bye", room));
}

function sharedRooms(socket) {
  return [...socket.rooms].filter((room) => room !== socket.id);
}

function members(room) {
  return [...(rooms.get(room) ?? [])];
}

function requireMember(socket, room) {
  if (!sharedRooms(socket).includes(room)) {
    throw new validation.InvalidInputError(`You are not in the room ${room}.`);
  }
}

// A set keeps its order: the first member is the one who waited. If both made offers, these could cross.
function requireCaller(socket, room) {
  if (members(room)[0] !== socket.id) {
    throw new validation.InvalidInputError("The one who waited makes the offers.");
  }
}
