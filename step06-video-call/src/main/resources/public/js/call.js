// The call: two browsers that talk directly. The server only passes on what they must know of each other before.
import { myStream, sentTrack } from "./media.js";
import { addMessage } from "./messages.js";
import { playTrack, showCall, showChat, showTheirCamera, stopPlaying } from "./page.js";
import { socket } from "./socket.js";

const iceServers = JSON.parse(document.body.dataset.iceServers);

// Other modules see these, but cannot assign them.
export let room = "";
export let peer = null;
let channel = null;
let isCaller = false;
let earlyCandidates = [];

export function setRoom(name) {
  room = name;
}

function createPeer() {
  peer = new RTCPeerConnection({ iceServers });
  peer.addEventListener("icecandidate", handleIceCandidate);
  peer.addEventListener("track", (event) => playTrack(event.track));
  peer.addEventListener("datachannel", (event) => useChannel(event.channel));
  peer.addEventListener("connectionstatechange", handlePeerState);
}

export function closePeer() {
  peer?.close();
  peer = null;
  channel = null;
  isCaller = false;
  earlyCandidates = [];
  stopPlaying();
  showChat(false);
}

// An offer, an answer or a candidate belongs to this connection: it is not buffered for the next one.
function signal(event, message) {
  if (socket.connected) {
    socket.emit(event, message, room);
  }
}

// The one who waited calls, and makes every later offer too: two offers can never cross.
export async function handleWelcome() {
  closePeer();
  createPeer();
  isCaller = true;
  useChannel(peer.createDataChannel("chat"));
  // A transceiver for each kind, also without a device of our own: the other may have one.
  peer.addTransceiver("audio", { streams: [myStream] });
  peer.addTransceiver("video", { streams: [myStream] });
  await sendTracks();
  await makeOffer();
}

async function makeOffer(options) {
  await peer.setLocalDescription(await peer.createOffer(options));
  signal("offer", peer.localDescription);
}

export async function handleOffer(offer) {
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

export async function handleAnswer(answer) {
  await peer.setRemoteDescription(answer);
  await addEarlyCandidates();
}

// A candidate may arrive before the description that it belongs to.
export async function handleIce(candidate) {
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

export function handleBye() {
  closePeer();
  showCall(`The other left. You are in ${room}, and wait for somebody.`);
}

// Another device, or none, needs no new offer: replaceTrack changes only the track that is sent.
export async function sendTracks() {
  for (const transceiver of peer?.getTransceivers() ?? []) {
    await transceiver.sender.replaceTrack(sentTrack(transceiver.receiver.track.kind));
  }
  sendCameraState();
}

function handleIceCandidate(event) {
  if (event.candidate) {
    signal("ice", event.candidate);
  }
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

// The chat goes from browser to browser too. So does the state of the camera: a frozen picture does not say why.
function useChannel(newChannel) {
  channel = newChannel;
  channel.addEventListener("open", () => {
    showChat(true);
    sendCameraState();
  });
  channel.addEventListener("message", (event) => handlePeerMessage(JSON.parse(event.data)));
  // The other has ended the call. A server that is away cannot say so.
  channel.addEventListener("close", () => {
    if (newChannel === channel) {
      handleBye();
    }
  });
}

export function sendToPeer(message) {
  if (channel?.readyState === "open") {
    channel.send(JSON.stringify(message));
  }
}

function sendCameraState() {
  sendToPeer({ hasCamera: sentTrack("video") !== null });
}

function handlePeerMessage({ message, hasCamera }) {
  if (message !== undefined) {
    addMessage(`The other: ${message}`);
  }
  if (hasCamera !== undefined) {
    showTheirCamera(hasCamera);
  }
}
