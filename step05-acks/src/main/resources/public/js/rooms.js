// Shows the rooms, and to whom the next message goes.
import { addMessage } from "./messages.js";
import { socket } from "./socket.js";

const openRooms = document.getElementById("open-rooms");
const myRoomList = document.getElementById("my-rooms");
const messageLabel = document.getElementById("message-label");
const messageButton = document.querySelector("#message-form button");

const ANNOUNCEMENT = "announcement";

let myId = "";
let whisperTo = null;
const myRooms = new Map(); // name → members: [{ id, nickname }]
// Kept when the connection breaks: a message meant for some rooms must not go to others after the reconnection.
const notChosen = new Set([ANNOUNCEMENT]);

// The last argument is a function. It stays here: the server sends back its arguments.
export function enterRoom(room) {
  socket.emit("enter_room", room, handleEnterAnswer);
}

function leaveRoom(room) {
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
  addMessage(ok ? `[${room}] Here: ${listNames(here)}. Silent: ${listNames(silent)}.` : `Server: ${error}`);
}

function listNames(names) {
  return names.length > 0 ? names.join(", ") : "nobody";
}

// After a reconnection the server knows nothing of us.
export function enterMyRoomsAgain() {
  [...myRooms.keys()].filter((room) => room !== ANNOUNCEMENT).forEach(enterRoom);
}

export function createButton(text, handleClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.innerText = text;
  button.addEventListener("click", handleClick);
  return button;
}

// The rooms, or the member, that the next message goes to.
export function chosenRooms() {
  return [...myRooms.keys()].filter((room) => !notChosen.has(room));
}

export function chosenMember() {
  return whisperTo;
}

// A message names all rooms that it was sent to. It is shown under the first of ours.
export function describeRooms(rooms) {
  return rooms.includes(myId) ? "to you" : rooms.find((room) => myRooms.has(room));
}

export function showOpenRooms(rooms) {
  openRooms.replaceChildren(...rooms.map((room) => createButton(room, () => enterRoom(room))));
}

// The list is the server's socket.rooms, one's own id first.
export function showMyRooms([id, ...rooms]) {
  myId = id;
  const gone = [...myRooms.keys()].filter((room) => !rooms.includes(room));
  gone.forEach((room) => myRooms.delete(room));
  rooms.filter((room) => !myRooms.has(room)).forEach((room) => myRooms.set(room, []));
  drawRooms();
}

export function showMembers(room, members) {
  if (myRooms.has(room)) {
    myRooms.set(room, members);
    drawRooms();
  }
}

function chooseRoom(room, isChosen) {
  if (isChosen) {
    notChosen.delete(room);
  } else {
    notChosen.add(room);
  }
  chooseMember(null);
}

function chooseMember(member) {
  whisperTo = member;
  drawTarget();
}

function describeTarget(rooms) {
  if (whisperTo) {
    return `Whisper to ${whisperTo.nickname}`;
  }
  return rooms.length > 0 ? `Write to ${rooms.join(", ")}` : "Choose a room to write";
}

function drawTarget() {
  const rooms = chosenRooms();
  messageLabel.innerText = describeTarget(rooms);
  messageButton.disabled = !whisperTo && rooms.length === 0;
}

function createMember(member) {
  const button = createButton(member.nickname, () => chooseMember(member));
  button.classList.add("member");
  if (member.id === myId) {
    button.innerText += " (you)";
    button.disabled = true;
  }
  return button;
}

function createRoom(room) {
  const members = myRooms.get(room);
  const label = document.createElement("label");
  const checkbox = document.createElement("input");
  checkbox.type = "checkbox";
  checkbox.checked = !notChosen.has(room);
  checkbox.addEventListener("change", () => chooseRoom(room, checkbox.checked));
  label.append(checkbox, ` ${room} (${members.length})`);

  const item = document.createElement("li");
  item.dataset.room = room;
  const leaveButton = createButton("Leave", () => leaveRoom(room));
  leaveButton.classList.add("leave");
  const rollCallButton = createButton("Roll call", () => callRoll(room));
  rollCallButton.classList.add("roll-call");
  item.append(label, ...members.map(createMember), rollCallButton, leaveButton);
  return item;
}

function drawRooms() {
  myRoomList.replaceChildren(...[...myRooms.keys()].map(createRoom));
  drawTarget();
}

drawRooms();
