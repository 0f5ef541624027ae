const { socketPort, socketUrl } = document.body.dataset;
const transports = { polling: ["polling"], websocket: ["websocket"], default: ["polling", "websocket"] };
const wanted = new URLSearchParams(location.search).get("transports");
const socket = io(socketUrl || `${location.protocol}//${location.hostname}:${socketPort}`, {
  transports: transports[wanted] || ["websocket", "polling"],
  tryAllTransports: true,
  reconnectionDelayMax: 2000,
});

const connection = document.getElementById("connection");
const callState = document.getElementById("call-state");
const roomForm = document.getElementById("room-form");
const roomInput = roomForm.querySelector("input");
const roomButton = roomForm.querySelector("button");
const lineForm = document.getElementById("line-form");
const lineInput = lineForm.querySelector("input");
const lineButton = lineForm.querySelector("button");
const lines = document.getElementById("lines");
const hangUpButton = document.getElementById("hang-up");

let room = "";

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

function showCall(text) {
  callState.innerText = text;
}

function showChat(isOpen) {
  lineButton.disabled = !isOpen;
}

// Who waits for an answer could only do harm with a second click.
function enableButtons(canJoin, canHangUp) {
  roomButton.disabled = !canJoin;
  hangUpButton.disabled = !canHangUp;
}

function handleConnect() {
  showConnection();
  socket.io.engine.on("upgrade", showConnection);
  // The call went on without the server, but that has forgotten who was in which room.
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

// The last argument is a function. It stays here: the server sends back what it is to be called with.
function joinRoom(name) {
  enableButtons(false, false);
  socket.emit("join_room", name, handleJoinAnswer);
}

function signal(event, message) {
  // Not kept for later: with a new connection begins a new call.
  if (socket.connected) {
    socket.emit(event, message, room);
  }
}

function handleJoinAnswer(answer) {
  room = answer.ok ? answer.room : "";
  enableButtons(true, answer.ok);
  if (answer.count === 1 && peer?.connectionState === "connected") {
    return; // The other will be back in the room too.
  }
  closePeer();
  if (!answer.ok) {
    showCall(answer.error);
  } else if (answer.count === 1) {
    showCall(`You are in ${room}, and wait for somebody.`);
  } else {
    showCall("Connecting to the other…");
  }
}

function handleBye() {
  closePeer();
  showCall(`The other left. You are in ${room}, and wait for somebody.`);
}

function handleProblem(reason) {
  addLine(`Server: ${reason}`);
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
  // A server that is away has forgotten where we were.
  if (socket.connected) {
    socket.emit("leave_room", room);
  }
  room = "";
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

function handleLineSubmit(event) {
  event.preventDefault();
  tell({ line: lineInput.value });
  addLine(`You: ${lineInput.value}`);
  lineInput.value = "";
}

function handleMicrophoneClick() {
  toggle(microphoneButton, "audio", "Mute", "Unmute");
}

async function handleCameraClick() {
  toggle(cameraButton, "video", "Camera off", "Camera on");
  await sendTracks();
}

async function handleMicrophoneChange() {
  await openDevice("audio", microphoneSelect.value);
  await sendTracks();
}

async function handleCameraChange() {
  await openDevice("video", cameraSelect.value);
  await sendTracks();
}

// One was plugged in, or pulled out.
async function handleDeviceChange() {
  await listDevices();
  await sendTracks();
}

// What was meant for a call may come after it.
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
onCall("welcome", callTheOther);
onCall("offer", handleOffer);
onCall("answer", handleAnswer);
onCall("ice", handleIce);
onCall("bye", handleBye);
socket.on("problem", handleProblem);
roomForm.addEventListener("submit", handleRoomSubmit);
lineForm.addEventListener("submit", handleLineSubmit);
hangUpButton.addEventListener("click", hangUp);
microphoneButton.addEventListener("click", handleMicrophoneClick);
cameraButton.addEventListener("click", handleCameraClick);
microphoneSelect.addEventListener("change", handleMicrophoneChange);
cameraSelect.addEventListener("change", handleCameraChange);
navigator.mediaDevices?.addEventListener("devicechange", handleDeviceChange);
// A browser may keep a page that one has left, and its connection with it: the others would still see us here.
window.addEventListener("pagehide", handlePageHide);
window.addEventListener("pageshow", (event) => event.persisted && socket.connect());
