// Our own camera and microphone.
import { showProblem } from "./page.js";

const myVideo = document.getElementById("my-video");
const microphoneButton = document.getElementById("microphone");
const cameraButton = document.getElementById("camera");
const selects = { audio: document.getElementById("microphones"), video: document.getElementById("cameras") };
const tryAgainButton = document.getElementById("try-again");

export const myStream = new MediaStream();
const names = { audio: "Microphone", video: "Camera" };
const isEnabled = { audio: true, video: true };
let isOpen = false;

const mediaErrors = {
  NotAllowedError: "You, or the browser's settings, did not allow it.",
  NotFoundError: "There is none.",
  NotReadableError: "Another program uses it.",
  OverconstrainedError: "The chosen one is not there any more.",
};

function myTrack(kind) {
  return myStream.getTracks().find((track) => track.kind === kind);
}

// The track that is sent to the other, or null.
export function sentTrack(kind) {
  const track = myTrack(kind);
  return track?.readyState === "live" ? track : null;
}

// While the camera is off it is closed, and its light is out.
function isWanted(kind) {
  return isOpen && (kind === "audio" || isEnabled.video);
}

function closeDevice(kind) {
  const track = myTrack(kind);
  if (track) {
    track.stop();
    myStream.removeTrack(track);
  }
  showProblem(kind, "");
}

function addTrack(track) {
  // Two quick changes bring two tracks.
  closeDevice(track.kind);
  track.enabled = isEnabled[track.kind];
  onChange(track, "ended", () => handleTrackEnd(track.kind));
  myStream.addTrack(track);
  myVideo.srcObject = myStream;
}

// It ended by itself: pulled out, or not allowed any more. A track that we stop sends no event.
async function handleTrackEnd(kind) {
  showProblem(kind, `${names[kind]}: It is gone, or not allowed any more.`);
  await listDevices();
}

// Asks for one device at a time, so that a person without a camera can still be heard.
async function openDevice(kind) {
  // A phone may open only one camera at a time.
  closeDevice(kind);
  if (!isWanted(kind)) {
    return;
  }
  if (!navigator.mediaDevices) {
    showProblem(kind, `${names[kind]}: browsers give it only to pages on localhost or over https.`);
    return;
  }
  try {
    const deviceId = selects[kind].value;
    const constraints = deviceId ? { deviceId: { exact: deviceId } } : true;
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: constraints });
    addTrack(stream.getTracks()[0]);
  } catch (error) {
    showProblem(kind, `${names[kind]}: ${mediaErrors[error.name] || error.message}`);
  }
  // The call ended, or the camera was switched off, while the browser asked.
  if (!isWanted(kind)) {
    closeDevice(kind);
  }
}

// Says whether the devices are still wanted when the browser has opened them.
export async function openMedia() {
  isOpen = true;
  await openDevice("audio");
  await openDevice("video");
  await listDevices();
  return isOpen;
}

// A page that is left with its camera on can leave the next page a camera without a picture.
export function closeMedia() {
  isOpen = false;
  closeDevice("audio");
  closeDevice("video");
}

function createOption(device, index) {
  const option = document.createElement("option");
  option.value = device.deviceId;
  option.innerText = device.label || `${index + 1}`;
  return option;
}

async function listDevices() {
  if (!navigator.mediaDevices) {
    return;
  }
  const devices = await navigator.mediaDevices.enumerateDevices();
  for (const [kind, select] of Object.entries(selects)) {
    select.replaceChildren(...devices.filter((device) => device.kind === `${kind}input`).map(createOption));
    select.value = myTrack(kind)?.getSettings().deviceId || select.value;
  }
}

// A microphone stays open, so that it is back at once.
function toggleMicrophone() {
  toggle(microphoneButton, "audio", "Mute", "Unmute");
  myStream.getAudioTracks().forEach((track) => (track.enabled = isEnabled.audio));
}

async function toggleCamera() {
  toggle(cameraButton, "video", "Camera off", "Camera on");
  await openDevice("video");
}

function toggle(button, kind, on, off) {
  isEnabled[kind] = !isEnabled[kind];
  button.innerText = isEnabled[kind] ? on : off;
  button.classList.toggle("off", !isEnabled[kind]);
}

// What we send has changed then.
function onChange(target, event, handle) {
  target?.addEventListener(event, async () => {
    await handle();
    myStream.dispatchEvent(new Event("change"));
  });
}

onChange(microphoneButton, "click", toggleMicrophone);
onChange(cameraButton, "click", toggleCamera);
onChange(selects.audio, "change", () => openDevice("audio"));
onChange(selects.video, "change", () => openDevice("video"));
onChange(tryAgainButton, "click", openMedia);
// A device was plugged in or pulled out.
onChange(navigator.mediaDevices, "devicechange", listDevices);
