import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import express from "express";
import { Server } from "socket.io";
import { Broken, checkArguments, checkMessageId, checkNickname, checkRoom, checkRooms, checkText } from "../rules.js";

// The front end is the Java program's own: only the back end is told again here.
const resources = path.join(import.meta.dirname, "../../../step05-acks/src/main/resources");
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

// The chat. Unlike step 4's it looks first whether it may do what it is asked for, and it answers.
const wsServer = new Server(httpServer);
const { sids, rooms } = wsServer.sockets.adapter;
const ANNOUNCEMENT_ROOM = "announcement";
const MOST_TASKS = 10;
const seenMessages = new Map(); // message id → how many it reached

wsServer.on("connection", (socket) => {
  socket.data = { nickname: "Anon", tasks: 0 };
  socket.emit("you", socket.id);
  socket.emit("my_rooms", [...socket.rooms]);
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
  socket.on("disconnect", showOpenRooms);
});

// Calls the handler for every such event. What it returns is what the client's function gets; where there is no
// function, and a rule was broken, the client gets a problem.
function on(socket, event, handler) {
  socket.on(event, async (...sent) => {
    const done = typeof sent.at(-1) === "function" ? sent.pop() : null;
    try {
      const result = await handler(socket, sent, done !== null);
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

function handleNickname(socket, [name]) {
  socket.data.nickname = checkNickname(name);
  sharedRooms(socket).forEach(showMembers);
  return { nickname: socket.data.nickname };
}

function handleEnterRoom(socket, [name], hasFunction) {
  const room = checkRoom(name);
  if (room === ANNOUNCEMENT_ROOM) {
    throw new Broken(`Nobody enters ${room}. The server puts people there.`);
  }
  if (sids.has(room)) {
    throw new Broken("The room of an id belongs to one person. Whisper to reach them.");
  }
  const isNewHere = !socket.rooms.has(room);
  socket.join([room]);
  if (!hasFunction) {
    socket.emit("room_entered", room, countRoom(room));
  }
  if (isNewHere) {
    socket.emit("my_rooms", [...socket.rooms]);
    socket.to(room).emit("welcome", socket.data.nickname, countRoom(room), room);
    showMembers(room);
    showOpenRooms();
  }
  return { count: countRoom(room), room };
}

function handleLeaveRoom(socket, [name], hasFunction) {
  const room = checkRoom(name);
  mustBeIn(socket, room);
  socket.leave(room);
  if (!hasFunction) {
    socket.emit("room_left", room);
  }
  socket.emit("my_rooms", [...socket.rooms]);
  sayBye(socket, room);
  showOpenRooms();
  return { room };
}

function handleNewMessage(socket, [text, names, messageId]) {
  const line = `${socket.data.nickname}: ${checkText(text)}`;
  const named = checkRooms(names);
  const id = checkMessageId(messageId);
  if (id !== null && seenMessages.has(id)) {
    return { delivered: seenMessages.get(id) };
  }
  const delivered = deliver(line, receivers(socket, named));
  if (id !== null) {
    seenMessages.set(id, delivered);
    setTimeout(() => seenMessages.delete(id), 60_000).unref();
  }
  return { delivered };
}

function deliver(line, roomById) {
  roomById.forEach((room, id) => wsServer.to(id).emit("new_message", line, room));
  return roomById.size;
}

// Whoever is in one of the rooms, once, with the first of them, and never the sender.
function receivers(socket, named) {
  named.forEach((room) => mustBeIn(socket, room));
  const roomById = new Map();
  for (const room of named) {
    rooms.get(room).forEach((id) => roomById.has(id) || roomById.set(id, room));
  }
  roomById.delete(socket.id);
  return roomById;
}

function handleWhisper(socket, [id, text]) {
  const line = `${socket.data.nickname}: ${checkText(text)}`;
  if (id === socket.id) {
    throw new Broken("This is your own id.");
  }
  if (!sids.has(id)) {
    throw new Broken(`Nobody here has the id ${id} any more.`);
  }
  socket.to(id).emit("new_message", line, id);
  return { delivered: 1 };
}

function handleGather() {
  const newThere = [...wsServer.sockets.sockets.values()].filter((one) => !one.rooms.has(ANNOUNCEMENT_ROOM));
  wsServer.socketsJoin(ANNOUNCEMENT_ROOM);
  for (const one of newThere) {
    one.emit("room_entered", ANNOUNCEMENT_ROOM, countRoom(ANNOUNCEMENT_ROOM));
    one.emit("my_rooms", [...one.rooms]);
  }
  if (newThere.length > 0) {
    showMembers(ANNOUNCEMENT_ROOM);
  }
  return { count: countRoom(ANNOUNCEMENT_ROOM), room: ANNOUNCEMENT_ROOM };
}

async function handleLongTask(socket, sent, hasFunction) {
  const values = checkArguments(sent);
  mustHaveFunction(hasFunction);
  if (socket.data.tasks >= MOST_TASKS) {
    throw new Broken(`${MOST_TASKS} long tasks are under way for you. Wait for one.`);
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

async function handleRollCall(socket, [name], hasFunction) {
  const room = checkRoom(name);
  const others = [...receivers(socket, [room]).keys()].map((id) => wsServer.sockets.sockets.get(id));
  mustHaveFunction(hasFunction);
  const answers = await Promise.allSettled(others.map((one) => one.timeout(1000).emitWithAck("are_you_there")));
  const who = (status) => others.filter((one, i) => answers[i].status === status).map((one) => one.data.nickname);
  return { here: who("fulfilled"), room, silent: who("rejected") };
}

function handleDisconnecting() {
  for (const room of sharedRooms(this)) {
    this.leave(room);
    sayBye(this, room);
  }
}

function mustBeIn(socket, room) {
  if (!socket.rooms.has(room)) {
    throw new Broken(`You are not in the room ${room}.`);
  }
}

function mustHaveFunction(hasFunction) {
  if (!hasFunction) {
    throw new Broken("Send a function along. It gets the result.");
  }
}

function sharedRooms(socket) {
  return [...socket.rooms].filter((room) => room !== socket.id);
}

// Everybody is in the room of their own id: a room that is also a socket's id is no public one.
function publicRooms() {
  return [...rooms.keys()].filter((room) => !sids.has(room) && room !== ANNOUNCEMENT_ROOM);
}

function countRoom(room) {
  return rooms.get(room)?.size ?? 0;
}

function sayBye(socket, room) {
  socket.to(room).emit("bye", socket.data.nickname, countRoom(room), room);
  showMembers(room);
}

function showMembers(room) {
  const ids = [...(rooms.get(room) ?? [])];
  const members = ids.map((id) => ({ id, nickname: wsServer.sockets.sockets.get(id).data.nickname }));
  wsServer.to(room).emit("room_members", room, members);
}

function showOpenRooms() {
  wsServer.emit("room_change", publicRooms());
}
