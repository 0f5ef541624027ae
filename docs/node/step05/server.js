import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import express from "express";
import { Server } from "socket.io";
import * as validation from "../validation.js";

// The front end is the Java program's own; only the back end is written in Node.
const resources = path.join(import.meta.dirname, "../../../step05-acks/src/main/resources");
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

// The chat. Unlike step 4's it validates input, and answers every request.
const wsServer = new Server(httpServer);
const { sids, rooms } = wsServer.sockets.adapter;
const ANNOUNCEMENT_ROOM = "announcement";
const MAX_ROOMS = 20;
const MAX_TASKS = 10;
const deliveries = new Map(); // message → number of receivers

wsServer.on("connection", (socket) => {
  // Anybody may read a socket.id here; Engine.IO's id of the connection is a secret.
  socket.data = { nickname: "Anon", tasks: 0, token: validation.token(socket.handshake.auth) ?? socket.conn.id };
  console.log(`Anon connected, ${wsServer.sockets.sockets.size} here`);
  socket.emit("you", socket.id);
  socket.emit("my_rooms", myRooms(socket));
  socket.emit("room_change", publicRooms());
  on(socket, "nickname", handleNickname);
  on(socket, "enter_room", handleEnterRoom);
  on(socket, "leave_room", handleLeaveRoom);
  on(socket, "new_message", handleNewMessage);
  on(socket, "whisper", handleWhisper);
  on(socket, "gather", handleGather);
  on(socket, "long_task", handleLongTask);
  on(socket, "roll_call", handleRollCall);
  socket.on("disconnecting", handleDisconnecting);
});

// Calls the handler for every such event. The client's function gets what the handler returns, or the error. Without
// a function, the sender gets a problem for invalid input.
function on(socket, event, handler) {
  socket.on(event, async (...sent) => {
    const ack = typeof sent.at(-1) === "function" ? sent.pop() : null;
    try {
      const result = await handler(socket, sent, ack !== null);
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

function handleNickname(socket, [nickname]) {
  socket.data.nickname = validation.nickname(nickname);
  sharedRooms(socket).forEach(showMembers);
  return { nickname: socket.data.nickname };
}

function handleEnterRoom(socket, [name], hasAck) {
  const room = roomToEnter(socket, name);
  const isNewHere = !socket.rooms.has(room);
  socket.join([room]);
  if (!hasAck) {
    socket.emit("room_entered", room, countRoom(room));
  }
  if (isNewHere) {
    socket.emit("my_rooms", myRooms(socket));
    socket.to(room).emit("welcome", socket.data.nickname, countRoom(room), room);
    showMembers(room);
    showOpenRooms(countRoom(room) === 1);
  }
  return { count: countRoom(room), room };
}

function handleLeaveRoom(socket, [name], hasAck) {
  const room = roomOf(socket, name);
  leave(socket, room);
  if (!hasAck) {
    socket.emit("room_left", room);
  }
  socket.emit("my_rooms", myRooms(socket));
  return { room };
}

function handleNewMessage(socket, [sent, names, id]) {
  const text = validation.message(sent);
  const named = roomsOf(socket, names);
  return { delivered: deliverOnce(socket, text, named, id, () => deliver(socket, text, named)) };
}

function deliver(socket, text, named) {
  socket.to(named).emit("new_message", `${socket.data.nickname}: ${text}`, named);
  return others(socket, named).length;
}

function handleWhisper(socket, [id, sent, messageId]) {
  const receiver = validation.id(id);
  if (receiver === socket.id) {
    throw new validation.InvalidInputError("This is your own id.");
  }
  const text = validation.message(sent);
  return { delivered: deliverOnce(socket, text, [receiver], messageId, () => deliverTo(receiver, socket, text)) };
}

function deliverTo(receiver, socket, text) {
  if (!sids.has(receiver)) {
    throw new validation.InvalidInputError(`Nobody here has the id ${receiver} any more.`);
  }
  socket.to(receiver).emit("new_message", `${socket.data.nickname}: ${text}`, [receiver]);
  return 1;
}

// A message of the same sender, to the same rooms, with the same id and text is delivered once a minute at most.
function deliverOnce(socket, text, named, messageId, deliver) {
  const id = validation.messageId(messageId);
  if (id === null) {
    return deliver();
  }
  const message = JSON.stringify([socket.data.token, [...new Set(named)].sort(), id, text]);
  if (!deliveries.has(message)) {
    deliveries.set(message, deliver());
    setTimeout(() => deliveries.delete(message), 60_000).unref();
  }
  return deliveries.get(message);
}

function handleGather() {
  const newcomers = [...wsServer.sockets.sockets.values()].filter((one) => !one.rooms.has(ANNOUNCEMENT_ROOM));
  wsServer.socketsJoin(ANNOUNCEMENT_ROOM);
  for (const one of newcomers) {
    one.emit("room_entered", ANNOUNCEMENT_ROOM, countRoom(ANNOUNCEMENT_ROOM));
    one.emit("my_rooms", myRooms(one));
  }
  if (newcomers.length > 0) {
    showMembers(ANNOUNCEMENT_ROOM);
  }
  return { count: countRoom(ANNOUNCEMENT_ROOM), room: ANNOUNCEMENT_ROOM };
}

async function handleLongTask(socket, sent, hasAck) {
  const values = validation.args(sent);
  requireAck(hasAck);
  console.log("long_task", values);
  if (socket.data.tasks >= MAX_TASKS) {
    throw new validation.InvalidInputError(`${MAX_TASKS} of your long tasks are running. Wait for one.`);
  }
  socket.data.tasks++;
  await sleep(1500);
  socket.data.tasks--;
  return { result: values.map(describe) };
}

function describe(value) {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "array" : typeof value;
}

async function handleRollCall(socket, [name], hasAck) {
  const room = roomOf(socket, name);
  requireAck(hasAck);
  const asked = others(socket, [room]);
  const answers = await Promise.allSettled(asked.map((one) => one.timeout(1000).emitWithAck("are_you_there")));
  const nicknames = (status) =>
    asked.filter((one, i) => answers[i].status === status).map((one) => one.data.nickname).sort();
  return { here: nicknames("fulfilled"), room, silent: nicknames("rejected") };
}

function handleDisconnecting() {
  console.log(`${this.data.nickname} left, ${wsServer.sockets.sockets.size - 1} here`);
  sharedRooms(this).forEach((room) => leave(this, room));
}

function leave(socket, room) {
  socket.leave(room);
  socket.to(room).emit("bye", socket.data.nickname, countRoom(room), room);
  showMembers(room);
  showOpenRooms(countRoom(room) === 0);
}

function roomToEnter(socket, name) {
  const room = sharedRoom(name);
  if (room === ANNOUNCEMENT_ROOM) {
    throw new validation.InvalidInputError(`Nobody enters ${room}. The server puts people there.`);
  }
  const mine = sharedRooms(socket).filter((one) => one !== ANNOUNCEMENT_ROOM);
  if (!mine.includes(room) && mine.length >= MAX_ROOMS) {
    throw new validation.InvalidInputError(`You are in ${MAX_ROOMS} rooms. Leave one first.`);
  }
  return room;
}

function roomOf(socket, name) {
  const room = sharedRoom(name);
  if (!socket.rooms.has(room)) {
    throw new validation.InvalidInputError(`You are not in the room ${room}.`);
  }
  return room;
}

function roomsOf(socket, names) {
  const named = [names].flat();
  if (named.length === 0) {
    throw new validation.InvalidInputError("Name a room.");
  }
  return named.map((name) => roomOf(socket, name));
}

function sharedRoom(name) {
  const room = validation.room(name);
  if (sids.has(room)) {
    throw new validation.InvalidInputError("The room of an id belongs to one person. Whisper to reach them.");
  }
  return room;
}

function requireAck(hasAck) {
  if (!hasAck) {
    throw new validation.InvalidInputError("Send a function along. It gets the result.");
  }
}

// All others in these rooms, each of them once.
function others(socket, named) {
  const ids = new Set(named.flatMap((room) => [...rooms.get(room)]));
  ids.delete(socket.id);
  return [...ids].map((id) => wsServer.sockets.sockets.get(id));
}

// The rooms of a socket: its own id first, then by name.
function myRooms(socket) {
  return [socket.id, ...sharedRooms(socket)];
}

function sharedRooms(socket) {
  return [...socket.rooms].filter((room) => room !== socket.id).sort();
}

// Everybody is in the room of their own id. Such a room is not public.
function publicRooms() {
  return [...rooms.keys()].filter((room) => !sids.has(room) && room !== ANNOUNCEMENT_ROOM).sort();
}

function countRoom(room) {
  return rooms.get(room)?.size ?? 0;
}

function showMembers(room) {
  const ids = [...(rooms.get(room) ?? [])];
  const members = ids.map((id) => ({ id, nickname: wsServer.sockets.sockets.get(id).data.nickname }));
  wsServer.to(room).emit("room_members", room, members.sort(byNickname));
}

function byNickname(one, other) {
  return compare(one.nickname, other.nickname) || compare(one.id, other.id);
}

function compare(one, other) {
  return (one > other) - (one < other);
}

function showOpenRooms(isChanged) {
  if (isChanged) {
    wsServer.emit("room_change", publicRooms());
  }
}
