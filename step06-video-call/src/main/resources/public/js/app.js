import {
  handleAnswer,
  handleBye,
  handleIce,
  handleOffer,
  handleWelcome,
  hangUp,
  joinRoom,
  room,
  sendToPeer,
  sendTracks,
} from "./call.js";
import {
  closeMedia,
  listDevices,
  myStream,
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

async function handleMicrophoneClick() {
  toggleMicrophone();
  await sendTracks();
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

// A device was plugged in or pulled out, or the permission to use it was taken back.
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
microphoneButton.addEventListener("click", handleMicrophoneClick);
cameraButton.addEventListener("click", handleCameraClick);
microphoneSelect.addEventListener("change", handleMicrophoneChange);
cameraSelect.addEventListener("change", handleCameraChange);
navigator.mediaDevices?.addEventListener("devicechange", handleDeviceChange);
myStream.addEventListener("trackended", handleDeviceChange);
// A browser may keep a page in its back/forward cache, and the connection with it: the other would still see us here.
window.addEventListener("pagehide", handlePageHide);
window.addEventListener("pageshow", (event) => event.persisted && socket.connect());
