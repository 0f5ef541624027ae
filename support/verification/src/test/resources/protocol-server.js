// A Socket.IO server of Node that sends back what it gets, for the cases of the protocols' test suites. It prints its port.
const { Server } = require("socket.io");

const [pingInterval, pingTimeout, connectTimeout, maxHttpBufferSize] = process.argv.slice(2).map(Number);
const io = new Server(0, { pingInterval, pingTimeout, connectTimeout, maxHttpBufferSize });

function echo(socket) {
  socket.emit("auth", socket.handshake.auth);
  socket.on("message", (...args) => socket.emit("message-back", ...args));
  socket.on("message-with-ack", (...args) => args.pop()(...args));
}

io.on("connection", echo);
io.of("/custom").on("connection", echo);
io.httpServer.on("listening", () => console.log("Listening on " + io.httpServer.address().port));
