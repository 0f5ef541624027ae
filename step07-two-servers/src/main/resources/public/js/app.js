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
const longTaskButton = document.getElementById("long-task");
const longTaskProgress = document.getElementById("long-task-progress");
const others = document.getElementById("others");
const silentInput = document.getElementById("silent");

const ackTimeout = 5000;
let nickname = "";
let tasksRunning = 0;

// A secret of this page. The server recognizes the sender by it, also after a reconnection.
socket.auth = { token: createId() };

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
  const { id, nickname } = rooms.whisperTo;
  const messageId = createId();
  send(`[to ${nickname}] You: ${text}`, (handleAck) =>
    socket.timeout(ackTimeout).emit("whisper", id, text, messageId, handleAck),
  );
}

function sendMessage(text) {
  const named = rooms.chosen();
  // With the same id it may be sent again: the server delivers it once.
  const id = createId();
  send(`[${named.join(", ")}] You: ${text}`, (handleAck) =>
    socket.timeout(ackTimeout).emit("new_message", text, named, id, handleAck),
  );
}

// Not crypto.randomUUID: pages over plain http have it on localhost only.
function createId() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join("-");
}

// Shows our own message, grey until the server has acknowledged it.
function send(text, emit) {
  const message = addMessage(text);
  trySending(message, text, emit);
}

function trySending(message, text, emit) {
  message.innerText = text;
  message.classList.remove("failed");
  message.classList.add("waiting");
  emit((late, answer) => handleSendAnswer(message, text, emit, late ? { error: "no answer yet" } : answer));
}

function handleSendAnswer(message, text, emit, answer) {
  message.classList.remove("waiting");
  if (!answer.ok) {
    message.classList.add("failed");
    message.innerText = `${text} (${answer.error})`;
    message.append(rooms.createButton("Send again", "send-again", () => trySending(message, text, emit)));
  }
}

// In the other direction the server waits: calling the function sends the answer.
function handleAreYouThere(ack) {
  if (!silentInput.checked) {
    ack();
  }
}

function handleProblem(reason) {
  addMessage(`Server: ${reason}`);
}

function handleNicknameSubmit(event) {
  event.preventDefault();
  socket.emit("nickname", nicknameInput.value, handleNicknameAnswer);
}

// A refused nickname is not sent again after a reconnection.
function handleNicknameAnswer(answer) {
  if (answer.ok) {
    nickname = answer.nickname;
    nicknameForm.querySelector("label").innerText = `Your nickname: ${answer.nickname}`;
  } else {
    handleProblem(answer.error);
  }
}

function handleRoomSubmit(event) {
  event.preventDefault();
  rooms.enter(roomInput.value);
  roomInput.value = "";
}

function handleMessageSubmit(event) {
  event.preventDefault();
  const sendChosen = rooms.whisperTo ? whisper : sendMessage;
  sendChosen(messageInput.value);
  messageInput.value = "";
}

// A function can be passed as the last argument, and gets arguments. Anywhere else it is lost, and so is a function
// among the arguments that it gets: JSON has no functions.
function handleLongTaskClick() {
  const aFunction = () => {};
  tasksRunning += 1;
  longTaskProgress.hidden = false;
  socket.timeout(ackTimeout).emit("long_task", "text", 42, aFunction, { inside: aFunction }, handleLongTaskAnswer);
}

function handleLongTaskAnswer(late, answer) {
  tasksRunning -= 1;
  longTaskProgress.hidden = tasksRunning === 0;
  if (late) {
    handleProblem("the long task gave no answer");
  } else if (answer.ok) {
    addMessage(`Sent: text, number, function, object. Arrived: ${answer.result.join(", ")}.`);
  } else {
    handleProblem(answer.error);
  }
}

socket.on("connect", handleConnect);
socket.on("connect_error", handleConnectError);
socket.on("disconnect", handleDisconnect);
socket.on("my_rooms", rooms.showMine);
socket.on("room_change", rooms.showOpen);
socket.on("room_entered", (room, count) => addMessage(`[${room}] You came in, ${count} here`));
socket.on("room_members", rooms.showMembers);
socket.on("welcome", (name, count, room) => addMessage(`[${room}] ${name} came in, ${count} here`));
socket.on("bye", (name, count, room) => addMessage(`[${room}] ${name} left, ${count} here`));
socket.on("new_message", (text, named) => addMessage(`[${rooms.describe(named)}] ${text}`));
socket.on("problem", handleProblem);
socket.on("are_you_there", handleAreYouThere);
socket.on("others_reachable", (isReachable) => (others.hidden = isReachable));
nicknameForm.addEventListener("submit", handleNicknameSubmit);
roomForm.addEventListener("submit", handleRoomSubmit);
messageForm.addEventListener("submit", handleMessageSubmit);
gatherButton.addEventListener("click", () => socket.emit("gather"));
longTaskButton.addEventListener("click", handleLongTaskClick);
// A browser may keep a page in its back/forward cache, and the connection with it: the others would still see us here.
window.addEventListener("pagehide", () => socket.disconnect());
window.addEventListener("pageshow", (event) => event.persisted && socket.connect());
