// The parts of the page that show the call.
const callState = document.getElementById("call-state");
const roomButton = document.querySelector("#room-form button");
const messageButton = document.querySelector("#message-form button");
const hangUpButton = document.getElementById("hang-up");
const theirVideo = document.getElementById("their-video");
const theirSound = document.getElementById("their-sound");
const theirCaption = document.getElementById("their-caption");

export function showCall(text) {
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
export function playTrack(track) {
  const player = track.kind === "audio" ? theirSound : theirVideo;
  player.srcObject = new MediaStream([track]);
}

export function stopPlaying() {
  theirVideo.srcObject = null;
  theirSound.srcObject = null;
  showTheirCamera(true);
}

export function showTheirCamera(isOn) {
  theirVideo.classList.toggle("no-picture", !isOn);
  theirCaption.innerText = isOn ? "The other" : "The other, camera off";
}
