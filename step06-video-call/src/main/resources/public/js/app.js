import {
  endCall,
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
import { closeMedia, myStream, openMedia } from "./media.js";
import { addMessage } from "./messages.js";
import { enableButtons, showCall } from "./page.js";
import { socket } from "./socket.js";

const connection = document.getElementById("connection");
const roomForm = document.getElementById("room-form");
const roomInput = document.getElementById("room");
const messageForm = document.getElementById("message-form");
const messageInput = messageForm.querySelector("input");
const hangUpButton = document.getElementById("hang-up");

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
  enableButtons(false, true);
  if (!room) {
    endCall("You are in no call.");
  }
}

function handleProblem(reason) {
  addMessage(`Server: ${reason}`);
}

async function handleRoomSubmit(event) {
  event.preventDefault();
  enableButtons(false, false);
  showCall("joining", "Asking for camera and microphone…");
  if (await openMedia()) {
    showCall("joining", "Joining…");
    joinRoom(roomInput.value);
  }
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
myStream.addEventListener("change", sendTracks);
// A browser may keep a page in its back/forward cache, and the connection with it: the other would still see us here.
window.addEventListener("pagehide", handlePageHide);
window.addEventListener("pageshow", (event) => event.persisted && socket.connect());
