const { socketPort, socketUrl } = document.body.dataset;
const scheme = location.protocol === "https:" ? "wss" : "ws";
const socket = new WebSocket(socketUrl || `${scheme}://${location.hostname}:${socketPort}`);

const connection = document.getElementById("connection");
const nicknameForm = document.getElementById("nickname-form");
const nicknameInput = nicknameForm.querySelector("input");
const lineForm = document.getElementById("line-form");
const lineInput = lineForm.querySelector("input");
const lines = document.getElementById("lines");

function addLine(text) {
  const line = document.createElement("li");
  line.innerText = text;
  line.classList.add("line");
  lines.append(line);
  lines.scrollTop = lines.scrollHeight;
}

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
  addLine(event.data);
}

function handleError() {
  addLine("The connection failed.");
}

function handleClose(event) {
  showConnection(`Disconnected (${event.code}). Reload the page to connect again.`, false);
}

function handleNicknameSubmit(event) {
  event.preventDefault();
  send("nickname", nicknameInput.value);
}

function handleLineSubmit(event) {
  event.preventDefault();
  send("new_message", lineInput.value);
  lineInput.value = "";
}

showConnection("Connecting…", false);
socket.addEventListener("open", handleOpen);
socket.addEventListener("message", handleMessage);
socket.addEventListener("error", handleError);
socket.addEventListener("close", handleClose);
nicknameForm.addEventListener("submit", handleNicknameSubmit);
lineForm.addEventListener("submit", handleLineSubmit);
// A browser may keep a page that one has left, and its connection with it.
window.addEventListener("pagehide", () => socket.close());
