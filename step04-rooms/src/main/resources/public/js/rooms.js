// What the page shows of the rooms, and to whom the next line goes. It sends nothing: app.js does.
const openRooms = document.getElementById("open-rooms");
const myRoomList = document.getElementById("my-rooms");
const lineLabel = document.getElementById("line-label");
const lineButton = document.querySelector("#line-form button");

const ANNOUNCEMENT = "announcement";

let myId = "";
let whisperTo = null;
const myRooms = new Map(); // name → members: [{ id, nickname }]
// Kept when the connection goes: what was meant for some must not go to others when it is back.
const notChosen = new Set([ANNOUNCEMENT]);

function createButton(text, handleClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.innerText = text;
  button.addEventListener("click", handleClick);
  return button;
}

function chosenRooms() {
  return [...myRooms.keys()].filter((room) => !notChosen.has(room));
}

function showOpenRooms(rooms) {
  openRooms.replaceChildren(...rooms.map((room) => createButton(room, () => enterRoom(room))));
}

// The list is the server's socket.rooms, one's own id first.
function showMyRooms([id, ...rooms]) {
  const gone = [...myRooms.keys()].filter((room) => !rooms.includes(room));
  gone.forEach((room) => myRooms.delete(room));
  rooms.filter((room) => !myRooms.has(room)).forEach((room) => myRooms.set(room, []));
  drawRooms();
}

function showMembers(room, members) {
  if (myRooms.has(room)) {
    myRooms.set(room, members);
    drawRooms();
  }
}

function chooseRoom(room, isChosen) {
  if (isChosen) {
    notChosen.delete(room);
  } else {
    notChosen.add(room);
  }
  chooseWhisper(null);
}

function chooseWhisper(member) {
  whisperTo = member;
  drawTarget();
}

function describeTarget(rooms) {
  if (whisperTo) {
    return `Whisper to ${whisperTo.nickname}`;
  }
  return rooms.length > 0 ? `Write to ${rooms.join(", ")}` : "Choose a room to write";
}

function drawTarget() {
  const rooms = chosenRooms();
  lineLabel.innerText = describeTarget(rooms);
  lineButton.disabled = !whisperTo && rooms.length === 0;
}

function createMember(member) {
  const button = createButton(member.nickname, () => chooseWhisper(member));
  button.classList.add("member");
  if (member.id === myId) {
    button.innerText += " (you)";
    button.disabled = true;
  }
  return button;
}

function createRoom(room) {
  const members = myRooms.get(room);
  const label = document.createElement("label");
  const checkbox = document.createElement("input");
  checkbox.type = "checkbox";
  checkbox.checked = !notChosen.has(room);
  checkbox.addEventListener("change", () => chooseRoom(room, checkbox.checked));
  label.append(checkbox, ` ${room} (${members.length})`);

  const item = document.createElement("li");
  item.dataset.room = room;
  const leaveButton = createButton("Leave", () => leaveRoom(room));
  leaveButton.classList.add("leave");
  item.append(label, ...members.map(createMember), leaveButton);
  return item;
}

function drawRooms() {
  myRoomList.replaceChildren(...[...myRooms.keys()].map(createRoom));
  drawTarget();
}

drawRooms();
