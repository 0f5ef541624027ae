// The chat of step 3 in Node, with the socket.io library: the same events, the same validation, one port for page and socket.
const http = require("node:http");
const { Server } = require("socket.io");
const { InvalidInputError, nickname, message } = require("./validation");

const page = "<!doctype html><html lang=en><title>Noom</title><h1>Noom</h1>";
const server = http.createServer((request, response) => {
  response.setHeader("Content-Type", "text/html;charset=utf-8");
  response.end(page);
});
const io = new Server(server, { pingInterval: 15_000, pingTimeout: 10_000, serveClient: false });

function on(socket, event, handler) {
  socket.on(event, (payload) => {
    try {
      handler(payload);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      socket.emit("problem", error.message);
    }
  });
}

io.on("connection", (socket) => {
  socket.data.nickname = "Anon";
  on(socket, "nickname", (name) => {
    socket.data.nickname = nickname(name);
  });
  on(socket, "new_message", (payload) => {
    io.emit("new_message", `${socket.data.nickname}: ${message(payload)}`);
  });
});

server.listen(Number(process.env.PORT || 0), () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
  console.log(`Listening for Socket.IO on http://localhost:${server.address().port}`);
});
