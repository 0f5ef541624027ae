const { socketPort, socketUrl } = document.body.dataset;
const transports = { polling: ["polling"], websocket: ["websocket"], default: ["polling", "websocket"] };
const requested = new URLSearchParams(location.search).get("transports");

export const socket = io(socketUrl || `${location.protocol}//${location.hostname}:${socketPort}`, {
  transports: transports[requested] || ["websocket", "polling"],
  tryAllTransports: true,
  reconnectionDelayMax: 2000,
});
