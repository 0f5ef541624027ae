// The parts of the page that show the call.
import { addMessage } from "./messages.js";

const call = document.querySelector(".call");
const callState = document.getElementById("call-state");
const roomButton = document.querySelector("#room-form button");
const messageButton = document.querySelector("#message-form button");
const hangUpButton = document.getElementById("hang-up");
const theirVideo = document.getElementById("their-video");
const theirSound = document.getElementById("their-sound");

// The style sheet shows what belongs to a state: none, joining, waiting or talking.
export function showCall(state, text) {
  call.dataset.state = state;
  callState.innerText = text;
}

export function showChat(isOpen) {
  messageButton.disabled = !isOpen;
}

// Disabled while joining, to prevent a double submission.
export function enableButtons(canJoin, canHangUp) {
  roomButton.disabled = !canJoin;
  hangUpButton.disabled = !canHangUp;
}

// One element for both tracks would wait for the first picture, and keep the sound back if there is no camera.
export async function playTrack(track) {
  const player = track.kind === "audio" ? theirSound : theirVideo;
  player.srcObject = new MediaStream([track]);
  await play(player);
}

// A page that nobody has touched may not make a sound.
async function play(player) {
  try {
    await player.play();
  } catch (error) {
    if (error.name === "NotAllowedError") {
      addMessage("The browser keeps the sound back. Click on this page to hear it.");
      document.addEventListener("click", () => play(player), { once: true });
    }
  }
}

export function stopPlaying() {
  theirVideo.srcObject = null;
  theirSound.srcObject = null;
  showTile("their", { name: "", hasCamera: true, hasMicrophone: true });
}

export function showTile(whose, { name, hasCamera, hasMicrophone }) {
  const tile = document.getElementById(`${whose}-tile`);
  tile.querySelector("bdi").innerText = name;
  tile.classList.toggle("no-camera", !hasCamera);
  tile.classList.toggle("no-microphone", !hasMicrophone);
}

export function showProblem(kind, text) {
  document.getElementById(`${kind}-problem`).innerText = text;
}
