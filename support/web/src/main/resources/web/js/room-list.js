// The lists of rooms: the focus stays where it was when a list is drawn anew, each button says its room, and one's own rooms
// are marked among the open ones.
const openRooms = document.getElementById("open-rooms");
const myRooms = document.getElementById("my-rooms");
const roomInput = document.getElementById("room");
const lists = [openRooms, myRooms];
let focused = null;

function describe(control) {
  const { room } = control.closest("li")?.dataset ?? { room: control.innerText };
  return { list: control.closest("#open-rooms, #my-rooms"), room, kind: control.classList[0], id: control.dataset.id };
}

function isSame(one, other) {
  return ["list", "room", "kind", "id"].every((key) => one[key] === other[key]);
}

function findRoom(name) {
  return [...myRooms.children].find(({ dataset }) => dataset.room === name);
}

function handleFocusIn({ target }) {
  focused = lists.some((list) => list.contains(target)) ? describe(target) : null;
}

// A click beside all controls takes the focus away.
function handlePointerDown({ target }) {
  if (!lists.some((list) => list.contains(target))) {
    focused = null;
  }
}

// The focused button has gone: to its successor, or to the room that it was in, or to the field for rooms.
function keepFocus() {
  if (!focused || document.activeElement !== document.body) {
    return;
  }
  const controls = lists.flatMap((list) => [...list.querySelectorAll("input, button")]);
  const successor = controls.find((control) => isSame(describe(control), focused));
  (successor ?? findRoom(focused.room)?.querySelector("input") ?? roomInput).focus();
}

function nameButtons() {
  for (const room of myRooms.children) {
    for (const button of room.querySelectorAll(".leave, .roll-call")) {
      button.ariaLabel = `${button.innerText} ${room.dataset.room}`;
    }
  }
}

function markMine() {
  for (const button of openRooms.children) {
    const isMine = Boolean(findRoom(button.innerText));
    button.classList.toggle("mine", isMine);
    button.ariaLabel = isMine ? `${button.innerText}, you are in it` : null;
  }
}

// One's own room is not entered again.
function handleOpenRoomClick(event) {
  const room = findRoom(event.target.closest(".mine")?.innerText);
  if (room) {
    event.stopPropagation();
    room.querySelector("input").focus();
  }
}

function handleChange() {
  nameButtons();
  markMine();
  keepFocus();
}

document.addEventListener("focusin", handleFocusIn);
document.addEventListener("pointerdown", handlePointerDown);
openRooms.addEventListener("click", handleOpenRoomClick, { capture: true });
const observer = new MutationObserver(handleChange);
lists.forEach((list) => observer.observe(list, { childList: true }));
