// The call: two browsers that talk directly. The server only passes on what they must know of each other before.
import { closeMedia, myStream, sentTrack } from "./media.js";
import { addMessage } from "./messages.js";
import { enableButtons, playTrack, showCall, showChat, showTile, stopPlaying } from "./page.js";
import { socket } from "./socket.js";

const nicknameInput = document.getElementById("nickname");
const iceServers = JSON.parse(document.body.dataset.iceServers);

// Other modules see these, but cannot assign them.
export let room = "";
export let peer = null;
let channel = null;
let theirName = "";
let isCaller = false;
let earlyCandidates = [];

// The last argument is a function. It stays here: the server sends back its arguments.
export function joinRoom(name) {
  enableButtons(false, false);
  socket.emit("join_room", name, handleJoinAnswer);
}

function handleJoinAnswer(answer) {
  if (!answer.ok) {
    endCall(answer.error);
    return;
  }
  room = answer.room;
  enableButtons(false, true);
  if (answer.count === 1 && peer?.connectionState === "connected") {
    return; // The other will be back in the room too.
  }
  closePeer();
  sendMyState();
  if (answer.count === 1) {
    showCall("waiting", `You are in ${room}, and wait for somebody.`);
  } else {
    showCall("talking", "Connecting…");
  }
}

export function hangUp() {
  // A server that is away has forgotten the room.
  if (socket.connected) {
    socket.emit("leave_room", room);
  }
  endCall("You are in no call.");
}

export function endCall(text) {
  room = "";
  theirName = "";
  closePeer();
  closeMedia();
  enableButtons(true, false);
  showCall("none", text);
}

function createPeer() {
  peer = new RTCPeerConnection({ iceServers });
  theirName = "";
  peer.addEventListener("icecandidate", handleIceCandidate);
  peer.addEventListener("track", (event) => playTrack(event.track));
  peer.addEventListener("datachannel", (event) => useChannel(event.channel));
  peer.addEventListener("connectionstatechange", handlePeerState);
}

function closePeer() {
  peer?.close();
  peer = null;
  channel = null;
  isCaller = false;
  earlyCandidates = [];
  stopPlaying();
  showChat(false);
}

// While act waits, the call may end, and the next one begin: act uses its parameter, not peer. What fails after the end
// is of no interest.
async function inThisCall(act) {
  const call = peer;
  try {
    await act(call);
  } catch (error) {
    if (call === peer) {
      console.error(error);
      addMessage(`Call: ${error.message}`);
    }
  }
}

// An offer, an answer or a candidate belongs to its call and this connection: it is not kept for the next one.
function signal(call, event, message) {
  if (call === peer && socket.connected) {
    socket.emit(event, message, room);
  }
}

// The one who waited calls, and makes every later offer too: two offers can never cross.
export async function handleWelcome() {
  closePeer();
  createPeer();
  isCaller = true;
  showCall("talking", "Connecting…");
  useChannel(peer.createDataChannel("chat"));
  // A transceiver for each kind, also without a device of our own: the other may have one.
  peer.addTransceiver("audio", { streams: [myStream] });
  peer.addTransceiver("video", { streams: [myStream] });
  await inThisCall(makeOffer);
}

async function makeOffer(call, options) {
  await replaceTracks(call);
  await call.setLocalDescription(await call.createOffer(options));
  signal(call, "offer", call.localDescription);
}

export async function handleOffer(offer) {
  if (peer && sessionOf(peer.remoteDescription) !== sessionOf(offer)) {
    closePeer();
  }
  if (!peer) {
    createPeer();
  }
  await inThisCall((call) => makeAnswer(call, offer));
}

async function makeAnswer(call, offer) {
  await setTheirDescription(call, offer);
  call.getTransceivers().forEach((transceiver) => (transceiver.direction = "sendrecv"));
  await replaceTracks(call);
  await call.setLocalDescription(await call.createAnswer());
  const { type, sdp } = call.localDescription;
  signal(call, "answer", { type, sdp: `${sdp}a=offer:${sessionOf(offer)}\r\n` });
}

// A late answer belongs to an offer of the call before. The line that names the offer is skipped by browsers.
export async function handleAnswer(answer) {
  const isExpected = peer?.signalingState === "have-local-offer";
  if (isExpected && answer.sdp.includes(`a=offer:${sessionOf(peer.localDescription)}\r\n`)) {
    await inThisCall((call) => setTheirDescription(call, answer));
  }
}

// The line o= of an SDP has a number which all offers of a peer share, and no others.
function sessionOf(description) {
  return /^o=\S+ (\S+)/m.exec(description?.sdp)?.[1];
}

async function setTheirDescription(call, description) {
  await call.setRemoteDescription(description);
  earlyCandidates.splice(0).forEach(handleIce);
}

// A candidate may arrive before the description that it belongs to. One that the browser refuses is one way less.
export function handleIce(candidate) {
  if (peer?.remoteDescription) {
    peer.addIceCandidate(candidate).catch(() => {});
  } else {
    earlyCandidates.push(candidate);
  }
}

export function handleBye() {
  const left = theirName && `${theirName} left. `;
  closePeer();
  showCall("waiting", `${left}You are in ${room}, and wait for somebody.`);
}

export async function sendTracks() {
  await inThisCall(replaceTracks);
}

// Another device, or none, needs no new offer: replaceTrack changes only the track that is sent.
async function replaceTracks(call) {
  for (const transceiver of call?.getTransceivers() ?? []) {
    await transceiver.sender.replaceTrack(sentTrack(transceiver.receiver.track.kind));
  }
  sendMyState();
}

function handleIceCandidate({ target: call, candidate }) {
  if (candidate) {
    signal(call, "ice", candidate);
  }
}

function handlePeerState({ target: call }) {
  if (call.connectionState === "connected") {
    showTalking();
  }
  if (call.connectionState === "disconnected") {
    showCall("talking", "The connection broke. Trying again…");
    if (isCaller && socket.connected) {
      inThisCall((call) => makeOffer(call, { iceRestart: true }));
    }
  }
  // No new way was found, or only we see the failure. When we leave and join again, the other calls anew.
  if (call.connectionState === "failed" && socket.connected) {
    socket.emit("leave_room", room);
    closePeer();
    joinRoom(room);
  }
}

function showTalking() {
  if (theirName && peer.connectionState === "connected") {
    showCall("talking", `You are in a call with ${theirName}.`);
  }
}

// The chat goes from browser to browser too. So do name and state of the devices: a frozen picture does not say why.
function useChannel(newChannel) {
  channel = newChannel;
  channel.addEventListener("open", handleOpen);
  channel.addEventListener("message", (event) => handlePeerMessage(JSON.parse(event.data)));
  // The other has ended the call. A server that is away cannot say so. Firefox also closes the channel of a broken path.
  channel.addEventListener("close", () => {
    if (newChannel === channel && peer.connectionState !== "failed") {
      handleBye();
    }
  });
}

function handleOpen() {
  showChat(true);
  sendMyState();
}

export function sendToPeer(message) {
  if (channel?.readyState === "open") {
    channel.send(JSON.stringify(message));
  }
}

function sendMyState() {
  const name = cleanName(nicknameInput.value);
  const me = { name, hasCamera: sentTrack("video") !== null, hasMicrophone: sentTrack("audio")?.enabled === true };
  showTile("my", me);
  sendToPeer(me);
}

// A control character in a name could reverse the words beside it.
function cleanName(name) {
  return String(name).replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, "").trim().slice(0, 20) || "Anon";
}

function handlePeerMessage({ message, ...them }) {
  if (message !== undefined) {
    addMessage(`${theirName}: ${message}`);
    return;
  }
  const name = cleanName(them.name);
  showTile("their", { ...them, name });
  if (theirName !== name) {
    theirName = name;
    // Chromium does not always tell both sides that the channel is open.
    handleOpen();
    showTalking();
  }
}
