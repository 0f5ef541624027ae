import { createHash, randomBytes, randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createAdapter } from "@socket.io/redis-adapter";
import express from "express";
import { createClient } from "redis";
import { Server } from "socket.io";
import * as validation from "../validation.js";

// The front end is the Java program's own; only the back end is written in Node.
const resources = path.join(import.meta.dirname, "../../../step07-two-servers/src/main/resources");
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
  if (!/(?:^|; )seat=/.test(req.headers.cookie)) {
    res.cookie("seat", randomUUID(), { httpOnly: true, sameSite: "lax" });
  }
  res.render("home", { visits, socketPort: httpServer.address().port, socketUrl: "" });
}

// HTTP is stateless: only the cookie that this browser sends says how often it has been here.
function visitsBefore(req) {
  const sent = /(?:^|; )visits=([1-9][0-9]{0,8})(?:;|$)/.exec(req.headers.cookie);
  return Number(sent?.[1] ?? 0);
}

let isReachable = true;

// Unset means one server alone. A server that cannot reach the others does not start.
const redis = process.env.REDIS_URL && createClient({ url: process.env.REDIS_URL, disableOfflineQueue: true });
const subscriptions = redis?.duplicate();
for (const client of redis ? [redis, subscriptions] : []) {
  client.once("error", refuseToStart);
  await client.connect();
  client.off("error", refuseToStart);
  client.on("error", () => handleReachable(false));
  client.on("ready", () => handleReachable(true));
}

function refuseToStart({ message, code }) {
  console.error(`REDIS_URL names a Redis that does not let us in (${message || code}). Start it first, or leave it out.`);
  process.exit(1);
}

const httpServer = app.listen(process.env.PORT ?? 3000, () => {
  console.log(`Listening on http://localhost:${httpServer.address().port}`);
});

// The chat of step 5. What no server knows alone is asked: fetchSockets, and the events of serverSideEmit.
const wsServer = new Server(httpServer, redis && { adapter: createAdapter(redis, subscriptions, { requestsTimeout: 1000 }) });
const ANNOUNCEMENT_ROOM = "announcement";
const MAX_ROOMS = 20;
const MAX_TASKS = 10;
const deliveries = new Set();
let openRooms = [];
let servers = 1;

// An id that all servers can tell from the name of a room.
wsServer.use((socket, next) => {
  socket.id = `u-${randomBytes(8).toString("hex")}`;
  next();
});

wsServer.on("connection", async (socket) => {
  socket.data = { nickname: "Anon" };
  socket.tasks = 0;
  socket.token = validation.token(socket.handshake.auth) ?? socket.conn.id;
  console.log(`Anon connected, ${wsServer.sockets.sockets.size} here`);
  on(socket, "nickname", handleNickname);
  on(socket, "enter_room", handleEnterRoom);
  on(socket, "leave_room", handleLeaveRoom);
  on(socket, "new_message", handleNewMessage);
  on(socket, "whisper", handleWhisper);
  on(socket, "gather", handleGather);
  on(socket, "long_task", handleLongTask);
  on(socket, "roll_call", handleRollCall);
  socket.on("disconnecting", handleDisconnecting);
  socket.emit("you", socket.id);
  socket.emit("my_rooms", myRooms(socket));
  const now = await publicRooms();
  socket.emit("room_change", now);
  // If the others have not heard of a change yet, the next telling reaches all, also when it was undone meanwhile.
  if (JSON.stringify(now) !== JSON.stringify(openRooms)) {
    openRooms = null;
  }
  if (!isReachable) {
    socket.emit("others_reachable", false);
  }
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

async function handleEnterRoom(socket, [name], hasAck) {
  const room = roomToEnter(socket, name);
  const isNewHere = !socket.rooms.has(room);
  socket.join(room);
  const count = await countSockets([room]);
  if (!hasAck) {
    socket.emit("room_entered", room, count);
  }
  if (isNewHere) {
    socket.emit("my_rooms", myRooms(socket));
    socket.to(room).emit("welcome", socket.data.nickname, count, room);
    showMembers(room);
  }
  return { count, room };
}

async function handleLeaveRoom(socket, [name], hasAck) {
  const room = roomOf(socket, name);
  await leave(socket, room);
  if (!hasAck) {
    socket.emit("room_left", room);
  }
  socket.emit("my_rooms", myRooms(socket));
  return { room };
}

async function handleNewMessage(socket, [sent, names, id]) {
  const text = validation.message(sent);
  const named = roomsOf(socket, names);
  const messageId = validation.messageId(id);
  if (await isNew(socket, text, named, messageId)) {
    socket.to(named).emit("new_message", `${socket.data.nickname}: ${text}`, named);
  }
  return { delivered: (await countSockets(named)) - 1 };
}

async function handleWhisper(socket, [sentId, sent, sentMessageId]) {
  const id = validation.publicId(sentId);
  if (id === socket.id) {
    throw new validation.InvalidInputError("This is your own id.");
  }
  const text = validation.message(sent);
  const messageId = validation.messageId(sentMessageId);
  if ((await countSockets([id])) === 0) {
    throw new validation.InvalidInputError(`Nobody here has the id ${id} any more.`);
  }
  if (await isNew(socket, text, [id], messageId)) {
    socket.to(id).emit("new_message", `${socket.data.nickname}: ${text}`, [id]);
  }
  return { delivered: 1 };
}

// A message of the same sender, to the same rooms, with the same id and text is delivered once a minute at most, by
// whichever server claims its key first.
async function isNew(socket, text, named, messageId) {
  if (messageId === null) {
    return true;
  }
  const message = JSON.stringify([socket.token, [...new Set(named)].sort(), messageId, text]);
  const key = createHash("sha256").update(message).digest("hex");
  if (deliveries.has(key)) {
    return false;
  }
  deliveries.add(key);
  setTimeout(() => deliveries.delete(key), 60_000).unref();
  try {
    return !redis || (await redis.set(`noom:delivered:${key}`, "1", { NX: true, EX: 60 })) !== null;
  } catch {
    return true;
  }
}

async function handleGather() {
  const all = await fetchSockets();
  const newcomers = all.filter((one) => !one.rooms.has(ANNOUNCEMENT_ROOM));
  // The request to all servers comes back to this one later than the next lines run.
  wsServer.local.socketsJoin(ANNOUNCEMENT_ROOM);
  wsServer.socketsJoin(ANNOUNCEMENT_ROOM);
  for (const one of newcomers) {
    wsServer.to(one.id).emit("room_entered", ANNOUNCEMENT_ROOM, all.length);
    wsServer.to(one.id).emit("my_rooms", sortedRooms(one.id, [...one.rooms, ANNOUNCEMENT_ROOM]));
  }
  if (newcomers.length > 0) {
    showMembers(ANNOUNCEMENT_ROOM);
  }
  return { count: all.length, room: ANNOUNCEMENT_ROOM };
}

async function handleLongTask(socket, sent, hasAck) {
  const values = validation.args(sent);
  requireAck(hasAck);
  console.log("long_task", values);
  if (socket.tasks >= MAX_TASKS) {
    throw new validation.InvalidInputError(`${MAX_TASKS} of your long tasks are running. Wait for one.`);
  }
  socket.tasks++;
  await sleep(1500);
  socket.tasks--;
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
  const asked = (await fetchSockets(room)).filter((one) => one.id !== socket.id);
  const answers = await Promise.all(asked.map((one) => isHere(one.id)));
  const nicknames = (here) => asked.filter((one, i) => answers[i] === here).map((one) => one.data.nickname).sort();
  return { here: nicknames(true), room, silent: nicknames(false) };
}

// Of several servers, those without this socket count no receiver, and give no answer.
async function isHere(id) {
  try {
    return (await wsServer.to(id).timeout(1000).emitWithAck("are_you_there")).length > 0;
  } catch {
    return false;
  }
}

function handleDisconnecting() {
  console.log(`${this.data.nickname} left, ${wsServer.sockets.sockets.size - 1} here`);
  sharedRooms(this).forEach((room) => leave(this, room));
}

async function leave(socket, room) {
  socket.leave(room);
  const count = await countSockets([room]);
  wsServer.to(room).emit("bye", socket.data.nickname, count, room);
  showMembers(room);
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
  if (validation.isPublicId(room)) {
    throw new validation.InvalidInputError("The room of an id belongs to one person. Whisper to reach them.");
  }
  return room;
}

function requireAck(hasAck) {
  if (!hasAck) {
    throw new validation.InvalidInputError("Send a function along. It gets the result.");
  }
}

// The rooms of a socket: its own id first, then by name.
function myRooms(socket) {
  return sortedRooms(socket.id, [...socket.rooms]);
}

function sortedRooms(id, rooms) {
  return [id, ...new Set(rooms.filter((room) => room !== id).sort())];
}

function sharedRooms(socket) {
  return myRooms(socket).slice(1);
}

// When a server is silent for a second, the answer is this server's own, until the next look.
async function fetchSockets(...rooms) {
  try {
    return await wsServer.in(rooms).fetchSockets();
  } catch {
    servers = 0;
    return wsServer.local.in(rooms).fetchSockets();
  }
}

async function countSockets(rooms) {
  return (await fetchSockets(...rooms)).length;
}

// Everybody is in the room of their own id. Such a room is not public.
async function publicRooms() {
  const rooms = new Set((await fetchSockets()).flatMap((one) => [...one.rooms]));
  return [...rooms].filter((room) => !validation.isPublicId(room) && room !== ANNOUNCEMENT_ROOM).sort();
}

// Each server tells its own people, from what all servers answer.
function showMembers(room) {
  if (redis) {
    wsServer.serverSideEmit("members_changed", room);
  }
  showMembersHere(room);
}

async function showMembersHere(room) {
  const members = (await fetchSockets(room)).map(({ id, data }) => ({ id, nickname: data.nickname }));
  wsServer.local.to(room).emit("room_members", room, members.sort(byNickname));
  const now = await publicRooms();
  if (JSON.stringify(now) !== JSON.stringify(openRooms)) {
    openRooms = now;
    wsServer.local.emit("room_change", openRooms);
  }
}

function byNickname(one, other) {
  return compare(one.nickname, other.nickname) || compare(one.id, other.id);
}

function compare(one, other) {
  return (one > other) - (one < other);
}

function showAllHere() {
  const rooms = new Set([...wsServer.sockets.sockets.values()].flatMap(sharedRooms));
  rooms.forEach(showMembersHere);
}

wsServer.on("members_changed", showMembersHere);

function handleReachable(isIt) {
  const wasReachable = isReachable;
  isReachable = isIt;
  if (wasReachable !== isReachable) {
    console.error(isReachable ? "Redis is back." : "Redis is away.");
    // Others may need a moment longer to be back: the next look tells anew in any case.
    servers = 0;
    wsServer.local.emit("others_reachable", isReachable);
    showAllHere();
  }
}

// A server that crashes tells nobody.
async function look() {
  const now = await wsServer.of("/").adapter.serverCount().catch(() => 1);
  if (now !== servers) {
    servers = now;
    showAllHere();
  }
}

if (redis) {
  setInterval(look, 1000);
}
