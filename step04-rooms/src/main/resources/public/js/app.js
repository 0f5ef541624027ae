import { addMessage } from "./messages.js";
import {
  chosenMember,
  chosenRooms,
  describeRooms,
  enterMyRoomsAgain,
  enterRoom,
  showMembers,
  showMyRooms,
  showOpenRooms,
} from "./rooms.js";
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
  enterMyRoomsAgain();
}

function whisper(member, text) {
  socket.emit("whisper", member.id, text);
  addMessage(`[to ${member.nickname}] You: ${text}`);
}

function sendMessage(rooms, text) {
  socket.emit("new_message", text, rooms);
  addMessage(`[${rooms.join(", ")}] You: ${text}`);
}

function handleRoomEntered(room, count) {
  addMessage(`[${room}] You came in, ${count} here`);
}

function handleRoomLeft(room) {
  addMessage(`[${room}] You left`);
}

function handleWelcome(name, count, room) {
  addMessage(`[${room}] ${name} came in, ${count} here`);
}

function handleBye(name, count, room) {
  addMessage(`[${room}] ${name} left, ${count} here`);
}

function handleNewMessage(text, rooms) {
  addMessage(`[${describeRooms(rooms)}] ${text}`);
}

function handleProblem(reason) {
  addMessage(`Server: ${reason}`);
}

function handleNicknameSubmit(event) {
  event.preventDefault();
  nickname = nicknameInput.value;
  socket.emit("nickname", nickname);
}

function handleRoomSubmit(event) {
  event.preventDefault();
  enterRoom(roomInput.value);
  roomInput.value = "";
}

function handleMessageSubmit(event) {
  event.preventDefault();
  if (chosenMember()) {
    whisper(chosenMember(), messageInput.value);
  } else {
    sendMessage(chosenRooms(), messageInput.value);
  }
  messageInput.value = "";
}

function handleGatherClick() {
  socket.emit("gather");
}

socket.on("connect", handleConnect);
socket.on("connect_error", handleConnectError);
socket.on("disconnect", handleDisconnect);
socket.on("my_rooms", showMyRooms);
socket.on("room_change", showOpenRooms);
socket.on("room_entered", handleRoomEntered);
socket.on("room_left", handleRoomLeft);
socket.on("room_members", showMembers);
socket.on("welcome", handleWelcome);
socket.on("bye", handleBye);
socket.on("new_message", handleNewMessage);
socket.on("problem", handleProblem);
nicknameForm.addEventListener("submit", handleNicknameSubmit);
roomForm.addEventListener("submit", handleRoomSubmit);
messageForm.addEventListener("submit", handleMessageSubmit);
gatherButton.addEventListener("click", handleGatherClick);
// A browser may keep a page in its back/forward cache, and the connection with it: the others would still see us here.
window.addEventListener("pagehide", () => socket.disconnect());
window.addEventListener("pageshow", (event) => event.persisted && socket.connect());
