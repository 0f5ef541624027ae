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
const longTaskButton = document.getElementById("long-task");
const longTaskProgress = document.getElementById("long-task-progress");
const silentInput = document.getElementById("silent");

const patience = 5000;
let nickname = "";
let tasksUnderWay = 0;

function addLine(text) {
  const line = document.createElement("li");
  line.innerText = text;
  line.classList.add("line");
  lines.append(line);
  lines.scrollTop = lines.scrollHeight;
  return line;
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

// The last argument is a function. It stays here: the server sends back what it is to be called with.
function enterRoom(room) {
  socket.emit("enter_room", room, handleEnterAnswer);
}

function leaveRoom(room) {
  socket.emit("leave_room", room, handleLeaveAnswer);
}

function callRoll(room) {
  socket.emit("roll_call", room, handleRollCallAnswer);
}

function whisper(text) {
  const { id, nickname: name } = whisperTo;
  say(`[to ${name}] You: ${text}`, (done) => socket.timeout(patience).emit("whisper", id, text, done));
}

function sendLine(text) {
  const rooms = chosenRooms();
  // With the same id it may be sent again: the server shows it once.
  const id = createId();
  say(`[${rooms.join(", ")}] You: ${text}`, (done) =>
    socket.timeout(patience).emit("new_message", text, rooms, id, done),
  );
}

// Not crypto.randomUUID, which pages over plain http do not have, but on localhost.
function createId() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join("-");
}

// Shows a line of one's own, grey until the server has said that it is done.
function say(text, send) {
  const line = addLine(text);
  trySending(line, text, send);
}

function trySending(line, text, send) {
  line.innerText = text;
  line.classList.remove("failed");
  line.classList.add("waiting");
  send((late, answer) => handleSayAnswer(line, text, send, late ? { error: "no answer yet" } : answer));
}

function handleSayAnswer(line, text, send, answer) {
  line.classList.remove("waiting");
  if (!answer.ok) {
    line.classList.add("failed");
    line.innerText = `${text} (${answer.error})`;
    line.append(createButton("Send again", () => trySending(line, text, send)));
  }
}

function handleYou(id) {
  myId = id;
}

function handleRoomEntered(room, count) {
  addLine(`[${room}] You came in, ${count} here`);
}

function handleEnterAnswer(answer) {
  if (answer.ok) {
    handleRoomEntered(answer.room, answer.count);
  } else {
    handleProblem(answer.error);
  }
}

function handleLeaveAnswer(answer) {
  if (answer.ok) {
    addLine(`[${answer.room}] You left`);
  } else {
    handleProblem(answer.error);
  }
}

function handleRollCallAnswer(answer) {
  if (answer.ok) {
    addLine(`[${answer.room}] Here: ${listNames(answer.here)}. Silent: ${listNames(answer.silent)}.`);
  } else {
    handleProblem(answer.error);
  }
}

function listNames(names) {
  return names.length > 0 ? names.join(", ") : "nobody";
}

// In the other direction it is the server that waits: calling the function sends the answer.
function handleAreYouThere(done) {
  if (!silentInput.checked) {
    done();
  }
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

// A function can be passed as the last argument, and gets arguments. Anywhere else, and among what it gets, there are
// none: JSON has no functions.
function handleLongTaskClick() {
  const aFunction = () => {};
  tasksUnderWay += 1;
  longTaskProgress.hidden = false;
  socket.timeout(patience).emit("long_task", "text", 42, aFunction, { inside: aFunction }, handleLongTaskAnswer);
}

function handleLongTaskAnswer(late, answer) {
  tasksUnderWay -= 1;
  longTaskProgress.hidden = tasksUnderWay === 0;
  if (late) {
    handleProblem("the long task gave no answer");
  } else if (answer.ok) {
    addLine(`Sent: text, number, function, object. Arrived: ${answer.result.join(", ")}.`);
  } else {
    handleProblem(answer.error);
  }
}

socket.on("connect", handleConnect);
socket.on("connect_error", handleConnectError);
socket.on("disconnect", handleDisconnect);
socket.on("you", handleYou);
socket.on("my_rooms", showMyRooms);
socket.on("room_change", showOpenRooms);
socket.on("room_entered", handleRoomEntered);
socket.on("room_members", showMembers);
socket.on("welcome", handleWelcome);
socket.on("bye", handleBye);
socket.on("new_message", handleNewMessage);
socket.on("problem", handleProblem);
socket.on("are_you_there", handleAreYouThere);
nicknameForm.addEventListener("submit", handleNicknameSubmit);
roomForm.addEventListener("submit", handleRoomSubmit);
lineForm.addEventListener("submit", handleLineSubmit);
gatherButton.addEventListener("click", handleGatherClick);
longTaskButton.addEventListener("click", handleLongTaskClick);
// A browser may keep a page that one has left, and its connection with it: the others would still see us here.
window.addEventListener("pagehide", () => socket.disconnect());
window.addEventListener("pageshow", (event) => event.persisted && socket.connect());
