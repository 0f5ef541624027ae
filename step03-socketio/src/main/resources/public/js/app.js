const { socketPort, socketUrl } = document.body.dataset;
const transports = { polling: ["polling"], websocket: ["websocket"], default: ["polling", "websocket"] };
const wanted = new URLSearchParams(location.search).get("transports");
const socket = io(socketUrl || `${location.protocol}//${location.hostname}:${socketPort}`, {
  transports: transports[wanted] || ["websocket", "polling"],
  tryAllTransports: true,
  reconnectionDelayMax: 2000,
});

const connection = document.getElementById("connection");
const nicknameForm = document.getElementById("nickname-form");
const nicknameInput = nicknameForm.querySelector("input");
const lineForm = document.getElementById("line-form");
const lineInput = lineForm.querySelector("input");
const lines = document.getElementById("lines");

let nickname = "";

function addLine(text) {
  const line = document.createElement("li");
  line.innerText = text;
  line.classList.add("line");
  lines.append(line);
  lines.scrollTop = lines.scrollHeight;
}

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
  // The server forgets who leaves. What is emitted now is kept, and sent first when the connection is back.
  if (nickname) {
    socket.emit("nickname", nickname);
  }
}

function handleProblem(reason) {
  addLine(`Server: ${reason}`);
}

function handleNicknameSubmit(event) {
  event.preventDefault();
  nickname = nicknameInput.value;
  socket.emit("nickname", nickname);
}

function handleLineSubmit(event) {
  event.preventDefault();
  socket.emit("new_message", lineInput.value);
  lineInput.value = "";
}

socket.on("connect", handleConnect);
socket.on("connect_error", handleConnectError);
socket.on("disconnect", handleDisconnect);
socket.on("new_message", addLine);
socket.on("problem", handleProblem);
nicknameForm.addEventListener("submit", handleNicknameSubmit);
lineForm.addEventListener("submit", handleLineSubmit);
// A browser may keep a page that one has left, and its connection with it: the others would still see us here.
window.addEventListener("pagehide", () => socket.disconnect());
window.addEventListener("pageshow", (event) => event.persisted && socket.connect());
