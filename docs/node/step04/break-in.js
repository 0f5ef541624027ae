import { io } from "socket.io-client";

// Ann is in the room java, Bob is in no room, and Eve tries what nobody allowed her.
const address = process.argv[2] ?? "http://localhost:3000";
const [ann, bob, eve] = ["Ann", "Bob", "Eve"].map(connect);
const { id: bobsId } = await bob.isIn;

await act(ann, "enter_room", "java");
console.log("Eve, who is in no room, speaks in java.");
await act(eve, "new_message", "I was never here", "java");
console.log("Eve enters the room of Bob's id, and Ann whispers to Bob.");
await act(eve, "enter_room", bobsId);
await act(ann, "whisper", bobsId, "my secret");
[ann, bob, eve].forEach(({ socket }) => socket.close());

function connect(nickname) {
  const socket = io(address, { forceNew: true, reconnection: false, transports: ["websocket"] });
  const heard = [];
  socket.on("new_message", (message) => heard.push(`  ${nickname} hears "${message}"`));
  socket.on("problem", (reason) => heard.push(`  ${nickname} is told "${reason}"`));
  socket.on("connect_error", () => {
    console.error(`Nobody answers at ${address}. Start the server first.`);
    process.exit(1);
  });
  const isIn = new Promise((resolve) => socket.once("you", (id) => resolve({ id })));
  socket.emit("nickname", nickname);
  return { socket, heard, isIn };
}

// Emits the event in that person's name, waits until the server has answered everybody, and prints what they heard.
async function act(person, ...event) {
  person.socket.emit(...event);
  await caughtUp(person);
  for (const one of [ann, bob, eve]) {
    await caughtUp(one);
    one.heard.splice(0).forEach((text) => console.log(text));
  }
}

// A server answers one socket in order. The answer to this event comes after the answers to all events before it.
function caughtUp({ socket }) {
  return new Promise((resolve) => {
    const handleEntered = (room) => {
      if (room === "lobby") {
        socket.off("room_entered", handleEntered);
        resolve();
      }
    };
    socket.on("room_entered", handleEntered);
    socket.emit("enter_room", "lobby");
  });
}
