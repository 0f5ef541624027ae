// Socket.IO's own client on an echo server: auth, two namespaces on one connection, bytes. It prints a line for each
// transport.
const { Manager } = require("socket.io-client");
const assert = require("node:assert");

const [url] = process.argv.slice(2);
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 256));
const next = (socket, event) => new Promise((resolve) => socket.once(event, (...args) => resolve(args)));

async function check(name, transports) {
  const manager = new Manager(url, { transports, reconnection: false });
  for (const namespace of ["/", "/custom"]) {
    const socket = manager.socket(namespace, { auth: { token: name, namespace } });
    assert.deepStrictEqual(await next(socket, "auth"), [{ token: name, namespace }]);

    const back = next(socket, "message-back");
    socket.emit("message", { inside: [bytes] }, "text", bytes);
    assert.deepStrictEqual(await back, [{ inside: [bytes] }, "text", bytes]);
    assert.deepStrictEqual(await socket.emitWithAck("message-with-ack", bytes), bytes);
  }
  const used = manager.engine.transport.name;
  manager.socket("/").disconnect();
  assert.deepStrictEqual(await manager.socket("/custom").emitWithAck("message-with-ack", "left one"), "left one");
  manager.socket("/custom").disconnect();
  console.log(`${name}: ${used}`);
}

(async () => {
  await check("polling", ["polling"]);
  await check("websocket", ["websocket"]);
  await check("upgrade", ["polling", "websocket"]);
})().catch((error) => {
  console.log(error);
  process.exit(1);
});
