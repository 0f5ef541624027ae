const { socketPort, socketUrl } = document.body.dataset;
const scheme = location.protocol === "https:" ? "wss" : "ws";

export const socket = new WebSocket(socketUrl || `${scheme}://${location.hostname}:${socketPort}`);
