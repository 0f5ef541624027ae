// The chat of step 2 in Node, with the ws library: the same frames, the same validation, one port for page and socket.
const http = require("node:http");
const { WebSocket, WebSocketServer } = require("ws");
const { InvalidInputError, nickname, message } = require("./validation");

const page = "<!doctype html><html lang=en><title>Noom</title><h1>Noom</h1>";
const server = http.createServer((request, response) => {
  response.setHeader("Content-Type", "text/html;charset=utf-8");
  response.end(page);
});
const sockets = new WebSocketServer({ server, maxPayload: 16 * 1024 });

function parse(frame) {
  try {
    return JSON.parse(frame) ?? {};
  } catch {
    throw new InvalidInputError('A message is JSON: {"type": "new_message", "payload": "hi"}.');
  }
}

function broadcast(message) {
  for (const socket of sockets.clients) {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(message);
    }
  }
}

function handleMessage(socket, frame) {
  const { type, payload } = parse(frame);
  switch (type) {
    case "nickname":
      socket.nickname = nickname(payload);
      break;
    case "new_message":
      broadcast(`${socket.nickname}: ${message(payload)}`);
      break;
    default:
      throw new InvalidInputError('The type is "nickname" or "new_message".');
  }
}

sockets.on("connection", (socket) => {
  socket.nickname = "Anon";
  socket.on("error", () => {}); // A peer's mistake closes its own connection.
  socket.on("message", (frame, isBinary) => {
    if (isBinary) {
      socket.close(1003, "This chat is text.");
      return;
    }
    try {
      handleMessage(socket, frame);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      socket.send(`Server: ${error.message}`);
    }
  });
});

server.listen(Number(process.env.PORT || 0), () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
  console.log(`Listening on ws://localhost:${server.address().port}`);
});
