// Our own camera and microphone.
import { addMessage } from "./messages.js";

const myVideo = document.getElementById("my-video");
const microphoneButton = document.getElementById("microphone");
const cameraButton = document.getElementById("camera");
const microphoneSelect = document.getElementById("microphones");
const cameraSelect = document.getElementById("cameras");

export const myStream = new MediaStream();
const names = { audio: "Microphone", video: "Camera" };
const isEnabled = { audio: true, video: true };

const mediaErrors = {
  NotAllowedError: "You, or the browser's settings, did not allow it.",
  NotFoundError: "There is none.",
  NotReadableError: "Another program uses it.",
  OverconstrainedError: "The chosen one is not there any more.",
};

function myTrack(kind) {
  return myStream.getTracks().find((track) => track.kind === kind);
}

// The track that is sent to the other. While the camera is off it is null: not even a black picture is sent.
export function sentTrack(kind) {
  const track = myTrack(kind);
  return track?.readyState === "live" && (kind === "audio" || track.enabled) ? track : null;
}

function removeTrack(kind) {
  const track = myTrack(kind);
  if (track) {
    track.stop();
    myStream.removeTrack(track);
  }
}

function addTrack(track) {
  // Two quick changes bring two tracks.
  removeTrack(track.kind);
  track.enabled = isEnabled[track.kind];
  track.addEventListener("ended", handleTrackEnd);
  myStream.addTrack(track);
  myVideo.srcObject = myStream;
}

// It ended by itself: pulled out, or not allowed any more. A track that we stop sends no event.
function handleTrackEnd({ target: track }) {
  addMessage(`${names[track.kind]}: It is gone, or not allowed any more.`);
  myStream.dispatchEvent(new Event("trackended"));
}

// Asks for one device at a time, so that a person without a camera can still be heard.
async function openDevice(kind, deviceId) {
  if (!navigator.mediaDevices) {
    addMessage(`${names[kind]}: browsers give it only to pages on localhost or over https.`);
    return;
  }
  // A phone may open only one camera at a time.
  removeTrack(kind);
  try {
    const constraints = deviceId ? { deviceId: { exact: deviceId } } : true;
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: constraints });
    addTrack(stream.getTracks()[0]);
  } catch (error) {
    addMessage(`${names[kind]}: ${mediaErrors[error.name] || error.message}`);
  }
}

export async function openMicrophone() {
  await openDevice("audio", microphoneSelect.value);
}

export async function openCamera() {
  await openDevice("video", cameraSelect.value);
}

export async function openMedia() {
  await openMicrophone();
  await openCamera();
  await listDevices();
}

// A page that is left with its camera on can leave the next page a camera without a picture.
export function closeMedia() {
  removeTrack("audio");
  removeTrack("video");
}

function createOption(device, index) {
  const option = document.createElement("option");
  option.value = device.deviceId;
  option.innerText = device.label || `${index + 1}`;
  return option;
}

export async function listDevices() {
  if (!navigator.mediaDevices) {
    return;
  }
  const devices = await navigator.mediaDevices.enumerateDevices();
  for (const [select, kind] of [
    [microphoneSelect, "audio"],
    [cameraSelect, "video"],
  ]) {
    select.replaceChildren(...devices.filter((device) => device.kind === `${kind}input`).map(createOption));
    select.value = myTrack(kind)?.getSettings().deviceId || select.value;
  }
}

export function toggleMicrophone() {
  toggle(microphoneButton, "audio", "Mute", "Unmute");
}

export function toggleCamera() {
  toggle(cameraButton, "video", "Camera off", "Camera on");
}

function toggle(button, kind, on, off) {
  isEnabled[kind] = !isEnabled[kind];
  const track = myTrack(kind);
  if (track) {
    track.enabled = isEnabled[kind];
  }
  button.innerText = isEnabled[kind] ? on : off;
  button.setAttribute("aria-pressed", isEnabled[kind]);
}
