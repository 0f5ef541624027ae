// Shows the rooms, and to whom the next message goes.
import { addMessage } from "./messages.js";
import { socket } from "./socket.js";

const openRooms = document.getElementById("open-rooms");
const myRooms = document.getElementById("my-rooms");
const messageLabel = document.getElementById("message-label");
const messageButton = document.querySelector("#message-form button");
const ANNOUNCEMENT = "announcement";

let myId = "";
let members = new Map(); // my rooms, each with its members: [{ id, nickname }]
// Kept when the connection breaks: a message meant for some rooms must not go to others after the reconnection.
const notChosen = new Set([ANNOUNCEMENT]);
export let whisperTo = null;

// The last argument is a function. It stays here: the server sends back its arguments.
export function enter(room) {
  if (!socket.connected || !members.has(room.trim())) {
    socket.emit("enter_room", room, handleEnterAnswer);
  }
}

function leave(room) {
  socket.emit("leave_room", room, handleLeaveAnswer);
}

function callRoll(room) {
  socket.emit("roll_call", room, handleRollCallAnswer);
}

function handleEnterAnswer(answer) {
  addMessage(answer.ok ? `[${answer.room}] You came in, ${answer.count} here` : `Server: ${answer.error}`);
}

function handleLeaveAnswer(answer) {
  addMessage(answer.ok ? `[${answer.room}] You left` : `Server: ${answer.error}`);
}

function handleRollCallAnswer({ ok, room, here, silent, error }) {
  const message = addMessage(ok ? `[${room}] Here: ${listNames(here)}. Silent: ${listNames(silent)}.` : `Server: ${error}`);
  message.classList.add("server");
}

function listNames(names) {
  return names.length > 0 ? names.join(", ") : "nobody";
}

// After a reconnection the server knows nothing of us.
export function enterAgain() {
  [...members.keys()].filter((room) => room !== ANNOUNCEMENT).forEach(enter);
}

// The rooms that the next message goes to, unless it is a whisper.
export function chosen() {
  return [...members.keys()].filter((room) => !notChosen.has(room));
}

// A message names all rooms that it was sent to. It is shown under the first of ours.
export function describe(rooms) {
  return rooms.includes(myId) ? "to you" : rooms.find((room) => members.has(room));
}

export function createButton(text, name, handleClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.classList.add(name);
  button.innerText = text;
  button.addEventListener("click", handleClick);
  return button;
}

export function showOpen(rooms) {
  openRooms.replaceChildren(...rooms.map((room) => createButton(room, "open-room", () => enter(room))));
}

// The list is the server's socket.rooms, one's own id first.
export function showMine([id, ...rooms]) {
  myId = id;
  members = new Map(rooms.map((room) => [room, members.get(room) || []]));
  drawRooms();
}

export function showMembers(room, list) {
  members.set(room, list);
  drawRooms();
}

function toggleRoom(room) {
  if (!notChosen.delete(room)) {
    notChosen.add(room);
  }
  chooseMember(null);
}

function chooseMember(member) {
  whisperTo = member;
  drawTarget();
  if (member) {
    document.getElementById("message").focus();
  }
}

function handleKeyDown(event) {
  if (event.key === "Escape" && whisperTo) {
    chooseMember(null);
  }
}

function isHere({ id }) {
  return [...members.values()].flat().some((member) => member.id === id);
}

function drawTarget() {
  const rooms = chosen().join(", ");
  const write = rooms ? `Write to ${rooms}` : "Choose a room to write";
  const hasLeft = whisperTo && !isHere(whisperTo);
  messageLabel.innerText = whisperTo ? `Whisper to ${whisperTo.nickname}${hasLeft ? ", who has left" : ""}` : write;
  messageButton.disabled = whisperTo ? hasLeft : !rooms;
  for (const button of myRooms.querySelectorAll(".member")) {
    button.ariaPressed = button.dataset.id === whisperTo?.id;
  }
}

function createMember(member) {
  const isMe = member.id === myId;
  const name = isMe ? `${member.nickname} (you)` : member.nickname;
  const button = createButton(name, "member", () => chooseMember(member));
  button.dataset.id = member.id;
  button.disabled = isMe;
  return button;
}

function createRoom([room, list]) {
  const label = document.createElement("label");
  const checkbox = document.createElement("input");
  checkbox.type = "checkbox";
  checkbox.checked = !notChosen.has(room);
  checkbox.addEventListener("change", () => toggleRoom(room));
  label.append(checkbox, ` ${room} (${list.length})`);

  const item = document.createElement("li");
  item.dataset.room = room;
  item.append(label, ...list.map(createMember));
  item.append(createButton("Roll call", "roll-call", () => callRoll(room)));
  item.append(createButton("Leave", "leave", () => leave(room)));
  return item;
}

function drawRooms() {
  myRooms.replaceChildren(...[...members].map(createRoom));
  drawTarget();
}

drawRooms();
document.addEventListener("keydown", handleKeyDown);
