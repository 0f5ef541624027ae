import { addMessage } from "./messages.js";
import { socket } from "./socket.js";

const connection = document.getElementById("connection");
const nicknameForm = document.getElementById("nickname-form");
const nicknameInput = nicknameForm.querySelector("input");
const messageForm = document.getElementById("message-form");
const messageInput = messageForm.querySelector("input");

let nickname = "";
let nicknameBefore = "";

function showConnection() {
  connection.innerText = `Connected by ${socket.io.engine.transport.name}`;
}

function handleConnect() {
  document.querySelectorAll("#messages .waiting").forEach((message) => message.remove());
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

function handleMessageSubmit(event) {
  event.preventDefault();
  socket.emit("new_message", messageInput.value);
  // It is buffered. After the reconnection the server sends it to everyone, and so to us.
  if (!socket.connected) {
    addMessage(`You: ${messageInput.value}`).classList.add("waiting");
  }
  messageInput.value = "";
}

socket.on("connect", handleConnect);
socket.on("connect_error", handleConnectError);
socket.on("disconnect", handleDisconnect);
socket.on("new_message", addMessage);
socket.on("problem", handleProblem);
nicknameForm.addEventListener("submit", handleNicknameSubmit);
messageForm.addEventListener("submit", handleMessageSubmit);
// A browser may keep a page in its back/forward cache, and the connection with it: the others would still see us here.
window.addEventListener("pagehide", () => socket.disconnect());
window.addEventListener("pageshow", (event) => event.persisted && socket.connect());
