import { addMessage } from "./messages.js";
import { socket } from "./socket.js";

const connection = document.getElementById("connection");
const nicknameForm = document.getElementById("nickname-form");
const nicknameInput = nicknameForm.querySelector("input");
const messageForm = document.getElementById("message-form");
const messageInput = messageForm.querySelector("input");

function showConnection(text, isOpen) {
  connection.innerText = text;
  document.querySelectorAll("button").forEach((button) => (button.disabled = !isOpen));
}

function send(type, payload) {
  socket.send(JSON.stringify({ type, payload }));
}

function handleOpen() {
  showConnection("Connected", true);
}

function handleMessage(event) {
  addMessage(event.data);
}

function handleError() {
  addMessage("The connection failed.");
}

function handleClose(event) {
  showConnection(`Disconnected (${event.code}). Reload the page to connect again.`, false);
}

function handleNicknameSubmit(event) {
  event.preventDefault();
  send("nickname", nicknameInput.value);
}

function handleMessageSubmit(event) {
  event.preventDefault();
  send("new_message", messageInput.value);
  messageInput.value = "";
}

showConnection("Connecting…", false);
socket.addEventListener("open", handleOpen);
socket.addEventListener("message", handleMessage);
socket.addEventListener("error", handleError);
socket.addEventListener("close", handleClose);
nicknameForm.addEventListener("submit", handleNicknameSubmit);
messageForm.addEventListener("submit", handleMessageSubmit);
// A browser may keep a page in its back/forward cache, and the connection with it.
window.addEventListener("pagehide", () => socket.close());
