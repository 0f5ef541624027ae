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
const roomForm = document.getElementById("room-form");
const roomInput = roomForm.querySelector("input");
const lineForm = document.getElementById("line-form");
const lineInput = lineForm.querySelector("input");
const lines = document.getElementById("lines");
const gatherButton = document.getElementById("gather");

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
  [...myRooms.keys()].filter((room) => room !== ANNOUNCEMENT).forEach(enterRoom);
}

function enterRoom(room) {
  socket.emit("enter_room", room);
}

function leaveRoom(room) {
  socket.emit("leave_room", room);
}

function whisper(text) {
  socket.emit("whisper", whisperTo.id, text);
  addLine(`[to ${whisperTo.nickname}] You: ${text}`);
}

function sendLine(text) {
  socket.emit("new_message", text, chosenRooms());
  addLine(`[${chosenRooms().join(", ")}] You: ${text}`);
}

function handleYou(id) {
  myId = id;
}

function handleRoomEntered(room, count) {
  addLine(`[${room}] You came in, ${count} here`);
}

function handleRoomLeft(room) {
  addLine(`[${room}] You left`);
}

function handleWelcome(name, count, room) {
  addLine(`[${room}] ${name} came in, ${count} here`);
}

function handleBye(name, count, room) {
  addLine(`[${room}] ${name} left, ${count} here`);
}

function handleNewMessage(text, room) {
  addLine(`[${room === myId ? "to you" : room}] ${text}`);
}

function handleProblem(reason) {
  addLine(`Server: ${reason}`);
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

function handleLineSubmit(event) {
  event.preventDefault();
  const send = whisperTo ? whisper : sendLine;
  send(lineInput.value);
  lineInput.value = "";
}

function handleGatherClick() {
  socket.emit("gather");
}

socket.on("connect", handleConnect);
socket.on("connect_error", handleConnectError);
socket.on("disconnect", handleDisconnect);
socket.on("you", handleYou);
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
lineForm.addEventListener("submit", handleLineSubmit);
gatherButton.addEventListener("click", handleGatherClick);
// A browser may keep a page that one has left, and its connection with it: the others would still see us here.
window.addEventListener("pagehide", () => socket.disconnect());
window.addEventListener("pageshow", (event) => event.persisted && socket.connect());
