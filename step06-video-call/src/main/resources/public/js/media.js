// One's own camera and microphone. It knows nothing of the call: call.js asks it for tracks.
const myVideo = document.getElementById("my-video");
const microphoneButton = document.getElementById("microphone");
const cameraButton = document.getElementById("camera");
const microphoneSelect = document.getElementById("microphones");
const cameraSelect = document.getElementById("cameras");

const myStream = new MediaStream();
const isWanted = { audio: true, video: true };

const whyNoMedia = {
  NotAllowedError: "You, or the browser's settings, did not allow it.",
  NotFoundError: "There is none.",
  NotReadableError: "Another program uses it.",
  OverconstrainedError: "The chosen one is not there any more.",
};

function myTrack(kind) {
  return myStream.getTracks().find((track) => track.kind === kind);
}

// What goes to the other: nothing while the camera is off, not even a black picture.
function sentTrack(kind) {
  const track = myTrack(kind);
  return track?.readyState === "live" && (kind === "audio" || track.enabled) ? track : null;
}

function dropTrack(kind) {
  const track = myTrack(kind);
  if (track) {
    track.stop();
    myStream.removeTrack(track);
  }
}

function takeTrack(track) {
  // Who changes twice in a row gets two.
  dropTrack(track.kind);
  track.enabled = isWanted[track.kind];
  myStream.addTrack(track);
  myVideo.srcObject = myStream;
}

// Asks for one at a time, so that whoever has no camera can still be heard.
async function openDevice(kind, deviceId) {
  const what = kind === "audio" ? "Microphone" : "Camera";
  if (!navigator.mediaDevices) {
    addLine(`${what}: browsers give it only to pages on localhost or over https.`);
    return;
  }
  // A phone may open only one camera at a time.
  dropTrack(kind);
  try {
    const wanted = deviceId ? { deviceId: { exact: deviceId } } : true;
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: wanted });
    takeTrack(stream.getTracks()[0]);
  } catch (error) {
    addLine(`${what}: ${whyNoMedia[error.name] || error.message}`);
  }
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
  for (const [select, kind] of [
    [microphoneSelect, "audio"],
    [cameraSelect, "video"],
  ]) {
    select.replaceChildren(...devices.filter((device) => device.kind === `${kind}input`).map(createOption));
    select.value = myTrack(kind)?.getSettings().deviceId || select.value;
  }
}

async function openMedia() {
  await openDevice("audio", microphoneSelect.value);
  await openDevice("video", cameraSelect.value);
  await listDevices();
}

// A page that is left with its camera on can leave the next one without.
function closeMedia() {
  dropTrack("audio");
  dropTrack("video");
}

function toggle(button, kind, on, off) {
  isWanted[kind] = !isWanted[kind];
  const track = myTrack(kind);
  if (track) {
    track.enabled = isWanted[kind];
  }
  button.innerText = isWanted[kind] ? on : off;
  button.setAttribute("aria-pressed", isWanted[kind]);
}
