// Exercise 6 of step 2: say the queue of recent messages in Java.
import { WebSocketServer } from "ws";

const recent = [];

function broadcast(message) {
  recent.push(message);
  if (recent.length > 3) {
    recent.shift();
  }
  wss.clients.forEach((socket) => socket.send(message));
}

const wss = new WebSocketServer({ port: process.env.SOCKET_PORT ?? 3001 }, () => {
  console.log(`Listening on ws://localhost:${wss.address().port}`);
});

wss.on("connection", (socket) => {
  socket.on("message", (data) => {
    const { type, payload } = JSON.parse(data);
    switch (type) {
      case "new_message":
        broadcast(`Anon: ${payload}`);
        break;
      case "recent":
        recent.forEach((message) => socket.send(message));
        break;
    }
  });
});
