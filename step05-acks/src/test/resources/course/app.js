// A client with the events of the course's lesson 2.10. It knows nothing of ids, of several rooms, or of {ok: …}.
const socket = io();

const welcome = document.getElementById("welcome");
const room = document.getElementById("room");

let roomName;

room.hidden = true;

function addMessage(message) {
  const item = document.createElement("li");
  item.innerText = message;
  room.querySelector("ul").append(item);
}

function showTitle(count) {
  room.querySelector("h3").innerText = count ? `Room ${roomName} (${count})` : `Room ${roomName}`;
}

function showRoom() {
  welcome.hidden = true;
  room.hidden = false;
  showTitle();
}

function handleRoomSubmit(event) {
  event.preventDefault();
  const input = welcome.querySelector("input");
  roomName = input.value;
  socket.emit("enter_room", input.value, showRoom);
  input.value = "";
}

function handleMessageSubmit(event) {
  event.preventDefault();
  const input = room.querySelector("#msg input");
  const { value } = input;
  socket.emit("new_message", value, roomName, () => addMessage(`You: ${value}`));
  input.value = "";
}

function handleNicknameSubmit(event) {
  event.preventDefault();
  socket.emit("nickname", room.querySelector("#name input").value);
}

welcome.querySelector("form").addEventListener("submit", handleRoomSubmit);
room.querySelector("#msg").addEventListener("submit", handleMessageSubmit);
room.querySelector("#name").addEventListener("submit", handleNicknameSubmit);

socket.on("welcome", (user, newCount) => {
  showTitle(newCount);
  addMessage(`${user} arrived`);
});

socket.on("bye", (user, newCount) => {
  showTitle(newCount);
  addMessage(`${user} left`);
});

socket.on("new_message", addMessage);

socket.on("room_change", (rooms) => {
  const items = rooms.map((name) => {
    const item = document.createElement("li");
    item.innerText = name;
    return item;
  });
  welcome.querySelector("ul").replaceChildren(...items);
});
