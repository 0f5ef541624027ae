// What is no lesson on the page of the call: the room in its address, the link to send, the words on the tiles, full
// screen, and the focus.
const call = document.querySelector(".call");
const stage = document.getElementById("stage");
const callState = document.getElementById("call-state");
const roomForm = document.getElementById("room-form");
const roomInput = document.getElementById("room");
const nicknameInput = document.getElementById("nickname");
const controls = document.getElementById("controls");
const reservedNames = ["Server", "You"];

function create(name, attributes, text = "") {
  const element = document.createElement(name);
  Object.assign(element, attributes);
  element.innerText = text;
  return element;
}

const invitation = create("div", { id: "invitation" });
const linkLabel = create("label", { htmlFor: "link" }, "Invite somebody with this link");
const linkInput = create("input", { id: "link", type: "text", readOnly: true });
const copyButton = create("button", { id: "copy", type: "button" }, "Copy link");
const copyState = create("p", { id: "copy-state" });
const fullScreenButton = create("button", { id: "full-screen", type: "button" }, "Full screen");

// A page opened by an invitation has the room filled in.
function fillInRoom() {
  const invited = new URLSearchParams(location.search).get("room");
  if (invited) {
    roomInput.value = invited.slice(0, roomInput.maxLength);
  }
}

function showLink() {
  const link = new URL("/", location);
  link.searchParams.set("room", roomInput.value.trim());
  linkInput.value = link;
  copyState.innerText = "";
}

// The clipboard is there on localhost and over https only, and may be forbidden. Then the reader copies the selection.
async function copyLink() {
  try {
    await navigator.clipboard.writeText(linkInput.value);
    copyState.innerText = "Copied.";
  } catch {
    linkInput.focus();
    linkInput.select();
    copyState.innerText = "Now copy the selected link.";
  }
}

// A message of a person with such a name would look like another's.
function validateNickname() {
  const isReserved = reservedNames.includes(nicknameInput.value.trim());
  nicknameInput.setCustomValidity(isReserved ? "This nickname is taken. Choose another." : "");
}

async function toggleFullScreen() {
  if (document.fullscreenElement) {
    await document.exitFullscreen();
  } else {
    await stage.requestFullscreen();
  }
}

function showFullScreen() {
  fullScreenButton.innerText = document.fullscreenElement ? "Leave full screen" : "Full screen";
}

function handleState() {
  if (call.dataset.state === "waiting") {
    showLink();
  }
  // Without a call there is nothing to show in full.
  if (call.dataset.state === "none" && document.fullscreenElement) {
    document.exitFullscreen();
  }
}

// An element that is hidden or disabled loses the focus. The sentence on the call takes it: it says what happened.
function keepFocus() {
  const focused = document.activeElement;
  if (!focused.checkVisibility() || focused.disabled) {
    callState.focus();
  }
}

// The style sheet shows these words, each with its icon, when they are true.
function describeTile(caption) {
  const muted = create("span", { className: "microphone-off" }, "Muted");
  const cameraOff = create("span", { className: "camera-off" }, "Camera off");
  caption.append(muted, cameraOff);
}

fillInRoom();
invitation.append(linkLabel, linkInput, copyButton, copyState);
roomForm.after(invitation);
if (document.fullscreenEnabled) {
  controls.append(fullScreenButton);
}
document.querySelectorAll("figcaption").forEach(describeTile);
copyState.setAttribute("role", "status");
callState.tabIndex = -1;
copyButton.addEventListener("click", copyLink);
nicknameInput.addEventListener("input", validateNickname);
fullScreenButton.addEventListener("click", toggleFullScreen);
document.addEventListener("fullscreenchange", showFullScreen);
new MutationObserver(handleState).observe(call, { attributeFilter: ["data-state"] });
new MutationObserver(keepFocus).observe(call, {
  attributeFilter: ["data-state", "disabled"],
  childList: true,
  subtree: true,
});
