// The chat of step 2 in Bun: one port for page and socket, and the publishing of Bun.serve. The same frames and validation.
const { InvalidInputError, nickname, message } = require("./validation");

const page = "<!doctype html><html lang=en><title>Noom</title><h1>Noom</h1>";
const EVERYBODY = "everybody";

function parse(frame) {
  try {
    return JSON.parse(frame) ?? {};
  } catch {
    throw new InvalidInputError('A message is JSON: {"type": "new_message", "payload": "hi"}.');
  }
}

function handleMessage(socket, frame) {
  const { type, payload } = parse(frame);
  switch (type) {
    case "nickname":
      socket.data.nickname = nickname(payload);
      break;
    case "new_message":
      server.publish(EVERYBODY, `${socket.data.nickname}: ${message(payload)}`);
      break;
    default:
      throw new InvalidInputError('The type is "nickname" or "new_message".');
  }
}

const server = Bun.serve({
  port: Number(process.env.PORT || 0),
  fetch(request, server) {
    if (server.upgrade(request, { data: { nickname: "Anon" } })) {
      return undefined;
    }
    return new Response(page, { headers: { "Content-Type": "text/html;charset=utf-8" } });
  },
  websocket: {
    maxPayloadLength: 16 * 1024,
    open(socket) {
      socket.subscribe(EVERYBODY);
    },
    message(socket, frame) {
      if (typeof frame !== "string") {
        socket.close(1003, "This chat is text.");
        return;
      }
      try {
        handleMessage(socket, frame);
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
        socket.send(`Server: ${error.message}`);
      }
    },
  },
});

console.log(`Listening on http://localhost:${server.port}`);
console.log(`Listening on ws://localhost:${server.port}`);
