// The call: two browsers that talk directly. What they must tell each other before goes through app.js's socket.
const theirVideo = document.getElementById("their-video");
const theirSound = document.getElementById("their-sound");
const theirCaption = document.getElementById("their-caption");
const iceServers = JSON.parse(document.body.dataset.iceServers);

let peer = null;
let channel = null;
let isCaller = false;
let earlyCandidates = [];

function createPeer() {
  peer = new RTCPeerConnection({ iceServers });
  peer.addEventListener("icecandidate", handleIceCandidate);
  peer.addEventListener("track", handleTrack);
  peer.addEventListener("datachannel", (event) => useChannel(event.channel));
  peer.addEventListener("connectionstatechange", handlePeerState);
}

function closePeer() {
  peer?.close();
  peer = null;
  channel = null;
  isCaller = false;
  earlyCandidates = [];
  theirVideo.srcObject = null;
  theirSound.srcObject = null;
  showTheirCamera(true);
  showChat(false);
}

// The one who waited calls, and makes every later offer too: two offers can never meet.
async function callTheOther() {
  closePeer();
  createPeer();
  isCaller = true;
  useChannel(peer.createDataChannel("chat"));
  // A line for each kind, also where one has no device: the other may have one.
  peer.addTransceiver("audio", { streams: [myStream] });
  peer.addTransceiver("video", { streams: [myStream] });
  await sendTracks();
  await makeOffer();
}

async function makeOffer(options) {
  await peer.setLocalDescription(await peer.createOffer(options));
  signal("offer", peer.localDescription);
}

async function handleOffer(offer) {
  if (!peer) {
    createPeer();
  }
  await peer.setRemoteDescription(offer);
  peer.getTransceivers().forEach((transceiver) => (transceiver.direction = "sendrecv"));
  await sendTracks();
  await peer.setLocalDescription(await peer.createAnswer());
  signal("answer", peer.localDescription);
  await addEarlyCandidates();
}

async function handleAnswer(answer) {
  await peer.setRemoteDescription(answer);
  await addEarlyCandidates();
}

// A candidate may come before the description that it belongs to.
async function handleIce(candidate) {
  if (peer?.remoteDescription) {
    await peer.addIceCandidate(candidate);
  } else {
    earlyCandidates.push(candidate);
  }
}

async function addEarlyCandidates() {
  const candidates = earlyCandidates;
  earlyCandidates = [];
  for (const candidate of candidates) {
    await peer.addIceCandidate(candidate);
  }
}

// Another device, or none, needs no new offer: replaceTrack changes only what is sent.
async function sendTracks() {
  for (const transceiver of peer?.getTransceivers() ?? []) {
    await transceiver.sender.replaceTrack(sentTrack(transceiver.receiver.track.kind));
  }
  tellCamera();
}

function handleIceCandidate(event) {
  if (event.candidate) {
    signal("ice", event.candidate);
  }
}

// A video with both would wait for the first picture, and keep the sound back where there is no camera.
function handleTrack(event) {
  const player = event.track.kind === "audio" ? theirSound : theirVideo;
  player.srcObject = new MediaStream([event.track]);
}

function handlePeerState() {
  if (peer.connectionState === "connected") {
    showCall("You are in a call.");
  }
  if (peer.connectionState === "failed") {
    showCall("The connection broke. Trying again…");
    if (isCaller) {
      makeOffer({ iceRestart: true });
    }
  }
}

// Chat goes from browser to browser too. So does whether the camera is on: a picture that stands still does not say.
function useChannel(newChannel) {
  channel = newChannel;
  channel.addEventListener("open", () => {
    showChat(true);
    tellCamera();
  });
  channel.addEventListener("message", (event) => handleTold(JSON.parse(event.data)));
  // The other has ended the call. A server that is away cannot say so.
  channel.addEventListener("close", () => {
    if (newChannel === channel) {
      handleBye();
    }
  });
}

function tell(message) {
  if (channel?.readyState === "open") {
    channel.send(JSON.stringify(message));
  }
}

function tellCamera() {
  tell({ hasCamera: sentTrack("video") !== null });
}

function handleTold({ line, hasCamera }) {
  if (line !== undefined) {
    addLine(`The other: ${line}`);
  }
  if (hasCamera !== undefined) {
    showTheirCamera(hasCamera);
  }
}

function showTheirCamera(isOn) {
  theirVideo.classList.toggle("no-picture", !isOn);
  theirCaption.innerText = isOn ? "The other" : "The other, camera off";
}
