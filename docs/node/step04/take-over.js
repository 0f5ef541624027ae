import { io } from "socket.io-client";

// Ann is on long polling. Somebody else knows her session id, and nothing more.
const address = process.argv[2] ?? "http://localhost:3001";
const ann = await enter("Ann", "polling");
const bob = await enter("Bob", "websocket");
const sessionId = ann.io.engine.id;
console.log(`Ann's socket.id is ${ann.id === sessionId ? "" : "not "}her session id.`);

console.log("Somebody else sends one request with her session id.");
const heard = new Promise((resolve) => bob.once("new_message", resolve));
await fetch(`${address}/socket.io/?EIO=4&transport=polling&sid=${sessionId}`, {
  method: "POST",
  body: '42["new_message","Lend me your key","java"]',
});
console.log(`  Bob hears "${await heard}"`);
[ann, bob].forEach((socket) => socket.close());

function enter(nickname, transport) {
  const socket = io(address, { forceNew: true, reconnection: false, transports: [transport] });
  socket.on("connect_error", () => {
    console.error(`Nobody answers at ${address}. Start the server first.`);
    process.exit(1);
  });
  socket.emit("nickname", nickname);
  socket.emit("enter_room", "java");
  return new Promise((resolve) => socket.once("room_entered", () => resolve(socket)));
}
