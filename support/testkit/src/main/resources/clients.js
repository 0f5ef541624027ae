// Opens Socket.IO clients one after the other, some at the same time, and prints one line for each:
//   node - <url> <how many> <at once> <options of io() as JSON>
const { io } = require("socket.io-client");

const [url, howMany, atOnce, options] = process.argv.slice(2);
const TIMEOUT_MILLIS = 3000;
let left = Number(howMany);

function next() {
  if (left-- > 0) {
    const transports = JSON.parse(options).transports;
    open(transports === undefined ? untilUpgraded : untilHeard);
  }
}

function open(watch) {
  const started = Date.now();
  const socket = io(url, { forceNew: true, reconnection: false, ...JSON.parse(options) });
  const timeout = setTimeout(() => end("stalled on " + socket.io.engine?.transport.name), TIMEOUT_MILLIS);
  const end = (line) => {
    clearTimeout(timeout);
    socket.close();
    console.log(line);
    next();
  };
  socket.on("connect_error", (error) => end("error: " + error.message));
  watch(socket, (line) => end(`${line} after ${Date.now() - started} ms`));
}

// Sends nothing until then: a packet would end a stall.
function untilUpgraded(socket, end) {
  socket.on("connect", () => {
    const upgraded = () => end("upgraded to " + socket.io.engine.transport.name);
    if (socket.io.engine.transport.name === "websocket") {
      upgraded();
    } else {
      socket.io.engine.once("upgrade", upgraded);
    }
  });
}

function untilHeard(socket, end) {
  const text = "from " + Math.random();
  socket.on("new_message", (line) => {
    if (line === "Anon: " + text) {
      end("heard over " + socket.io.engine.transport.name);
    }
  });
  socket.emit("new_message", text);
}

for (let i = 0; i < Number(atOnce); i++) {
  next();
}
