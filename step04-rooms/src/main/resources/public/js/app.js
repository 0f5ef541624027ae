import { addMessage } from "./messages.js";
import * as rooms from "./rooms.js";
import { socket } from "./socket.js";

const connection = document.getElementById("connection");
const nicknameForm = document.getElementById("nickname-form");
const nicknameInput = nicknameForm.querySelector("input");
const roomForm = document.getElementById("room-form");
const roomInput = roomForm.querySelector("input");
const messageForm = document.getElementById("message-form");
const messageInput = messageForm.querySelector("input");
const gatherButton = document.getElementById("gather");

let nickname = "";
let nicknameBefore = "";

function showConnection() {
  connection.innerText = `Connected by ${socket.io.engine.transport.name}`;
}

function handleConnect() {
  showConnection();
  socket.io.engine.on("upgrade", showConnection);
}

function handleConnectError(error) {
  connection.innerText = `No connection (${error.message}), reconnecting…`;
}

function handleDisconnect(reason) {
  connection.innerText = `Disconnected (${reason}), reconnecting…`;
  // The server forgets a client that leaves. An event emitted now is buffered, and sent first after the reconnection.
  if (nickname) {
    socket.emit("nickname", nickname);
  }
  rooms.enterAgain();
}

function whisper(text) {
  socket.emit("whisper", rooms.whisperTo.id, text);
  addMessage(`[to ${rooms.whisperTo.nickname}] You: ${text}`);
}

function sendMessage(text) {
  socket.emit("new_message", text, rooms.chosen());
  addMessage(`[${rooms.chosen().join(", ")}] You: ${text}`);
}

function handleProblem(reason) {
  addMessage(`Server: ${reason}`);
  // A refused nickname is not sent again after a reconnection.
  if (reason.includes(" nickname ")) {
    nickname = nicknameBefore;
  }
}

function handleNicknameSubmit(event) {
  event.preventDefault();
  nicknameBefore = nickname;
  nickname = nicknameInput.value;
  socket.emit("nickname", nickname);
}

function handleRoomSubmit(event) {
  event.preventDefault();
  rooms.enter(roomInput.value);
  roomInput.value = "";
}

function handleMessageSubmit(event) {
  event.preventDefault();
  const send = rooms.whisperTo ? whisper : sendMessage;
  send(messageInput.value);
  messageInput.value = "";
}

socket.on("connect", handleConnect);
socket.on("connect_error", handleConnectError);
socket.on("disconnect", handleDisconnect);
socket.on("my_rooms", rooms.showMine);
socket.on("room_change", rooms.showOpen);
socket.on("room_entered", (room, count) => addMessage(`[${room}] You came in, ${count} here`));
socket.on("room_left", (room) => addMessage(`[${room}] You left`));
socket.on("room_members", rooms.showMembers);
socket.on("welcome", (name, count, room) => addMessage(`[${room}] ${name} came in, ${count} here`));
socket.on("bye", (name, count, room) => addMessage(`[${room}] ${name} left, ${count} here`));
socket.on("new_message", (text, named) => addMessage(`[${rooms.describe(named)}] ${text}`));
socket.on("problem", handleProblem);
nicknameForm.addEventListener("submit", handleNicknameSubmit);
roomForm.addEventListener("submit", handleRoomSubmit);
messageForm.addEventListener("submit", handleMessageSubmit);
gatherButton.addEventListener("click", () => socket.emit("gather"));
// A browser may keep a page in its back/forward cache, and the connection with it: the others would still see us here.
window.addEventListener("pagehide", () => socket.disconnect());
window.addEventListener("pageshow", (event) => event.persisted && socket.connect());
