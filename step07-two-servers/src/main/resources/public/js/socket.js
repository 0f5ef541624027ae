const { socketPort, socketUrl } = document.body.dataset;
const transports = { polling: ["polling"], websocket: ["websocket"], default: ["polling", "websocket"] };
const requested = new URLSearchParams(location.search).get("transports");

export const socket = io(socketUrl || `${location.protocol}//${location.hostname}:${socketPort}`, {
  transports: transports[requested] || ["websocket", "polling"],
  tryAllTransports: true,
  timeout: 5000,
  reconnectionDelayMax: 2000,
});

// A proxy may swallow the request for a WebSocket: neither yes nor no comes. Then polling has to go first.
socket.on("connect_error", ({ message }) => {
  if (message === "timeout" && !requested) {
    socket.io.opts.transports = transports.default;
  }
});
