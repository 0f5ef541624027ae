import {
  closePeer,
  handleAnswer,
  handleBye,
  handleIce,
  handleOffer,
  handleWelcome,
  peer,
  room,
  sendToPeer,
  sendTracks,
  setRoom,
} from "./call.js";
import {
  closeMedia,
  listDevices,
  openCamera,
  openMedia,
  openMicrophone,
  toggleCamera,
  toggleMicrophone,
} from "./media.js";
import { addMessage } from "./messages.js";
import { enableButtons, showCall } from "./page.js";
import { socket } from "./socket.js";

const connection = document.getElementById("connection");
const roomForm = document.getElementById("room-form");
const roomInput = roomForm.querySelector("input");
const messageForm = document.getElementById("message-form");
const messageInput = messageForm.querySelector("input");
const hangUpButton = document.getElementById("hang-up");
const microphoneButton = document.getElementById("microphone");
const cameraButton = document.getElementById("camera");
const microphoneSelect = document.getElementById("microphones");
const cameraSelect = document.getElementById("cameras");

function showConnection() {
  connection.innerText = `Connected by ${socket.io.engine.transport.name}`;
}

function handleConnect() {
  showConnection();
  socket.io.engine.on("upgrade", showConnection);
  // The call went on without the server, but the server has forgotten the room.
  if (room) {
    joinRoom(room);
  }
}

function handleConnectError(error) {
  connection.innerText = `No connection (${error.message}), reconnecting…`;
}

function handleDisconnect(reason) {
  connection.innerText = `Disconnected (${reason}), reconnecting…`;
  // The answer to a join may be lost with the connection.
  enableButtons(true, room !== "");
  if (!room) {
    showCall("You are in no call.");
  }
}

// The last argument is a function. It stays here: the server sends back its arguments.
function joinRoom(name) {
  enableButtons(false, false);
  socket.emit("join_room", name, handleJoinAnswer);
}

function handleJoinAnswer(answer) {
  setRoom(answer.ok ? answer.room : "");
  enableButtons(true, answer.ok);
  if (answer.count === 1 && peer?.connectionState === "connected") {
    return; // The other will be back in the room too.
  }
  closePeer();
  if (!answer.ok) {
    showCall(answer.error);
  } else if (answer.count === 1) {
    showCall(`You are in ${answer.room}, and wait for somebody.`);
  } else {
    showCall("Connecting to the other…");
  }
}

function handleProblem(reason) {
  addMessage(`Server: ${reason}`);
}

async function handleRoomSubmit(event) {
  event.preventDefault();
  const name = roomInput.value;
  if (room) {
    hangUp();
  }
  enableButtons(false, false);
  showCall("Asking for camera and microphone…");
  await openMedia();
  showCall("Joining…");
  joinRoom(name);
}

function hangUp() {
  // A server that is away has forgotten the room.
  if (socket.connected) {
    socket.emit("leave_room", room);
  }
  setRoom("");
  closePeer();
  enableButtons(true, false);
  showCall("You are in no call.");
}

function handlePageHide() {
  if (room) {
    hangUp();
  }
  closeMedia();
  socket.disconnect();
}

function handleMessageSubmit(event) {
  event.preventDefault();
  sendToPeer({ message: messageInput.value });
  addMessage(`You: ${messageInput.value}`);
  messageInput.value = "";
}

async function handleCameraClick() {
  toggleCamera();
  await sendTracks();
}

async function handleMicrophoneChange() {
  await openMicrophone();
  await sendTracks();
}

async function handleCameraChange() {
  await openCamera();
  await sendTracks();
}

// A device was plugged in, or pulled out.
async function handleDeviceChange() {
  await listDevices();
  await sendTracks();
}

// A signal may arrive after the call that it was meant for.
function onCall(event, handle) {
  socket.on(event, (...sent) => {
    if (room) {
      handle(...sent);
    }
  });
}

socket.on("connect", handleConnect);
socket.on("connect_error", handleConnectError);
socket.on("disconnect", handleDisconnect);
onCall("welcome", handleWelcome);
onCall("offer", handleOffer);
onCall("answer", handleAnswer);
onCall("ice", handleIce);
onCall("bye", handleBye);
socket.on("problem", handleProblem);
roomForm.addEventListener("submit", handleRoomSubmit);
messageForm.addEventListener("submit", handleMessageSubmit);
hangUpButton.addEventListener("click", hangUp);
microphoneButton.addEventListener("click", toggleMicrophone);
cameraButton.addEventListener("click", handleCameraClick);
microphoneSelect.addEventListener("change", handleMicrophoneChange);
cameraSelect.addEventListener("change", handleCameraChange);
navigator.mediaDevices?.addEventListener("devicechange", handleDeviceChange);
// A browser may keep a page in its back/forward cache, and the connection with it: the other would still see us here.
window.addEventListener("pagehide", handlePageHide);
window.addEventListener("pageshow", (event) => event.persisted && socket.connect());
