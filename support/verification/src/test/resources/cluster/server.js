// A server with Socket.IO's own Redis adapter. It does what each line of standard input says, and writes the result.
const { createInterface } = require("node:readline");
const { createServer } = require("node:http");
const { createAdapter } = require("@socket.io/redis-adapter");
const { createClient } = require("redis");
const { Server } = require("socket.io");

async function main() {
  const publisher = createClient({ url: process.env.REDIS_URL });
  const subscriber = publisher.duplicate();
  await publisher.connect();
  await subscriber.connect();
  const http = createServer();
  const io = new Server(http, { adapter: createAdapter(publisher, subscriber, { requestsTimeout: 5000 }) });
  io.on("connection", (socket) => {
    socket.data.nickname = "Node";
    socket.join(["node", "both"]);
    socket.on("say", (room, ...args) => socket.to(room).emit("said", ...args));
  });
  io.on("hello", (...args) => console.log(`hello ${JSON.stringify(args)}`));
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  console.log(`port ${http.address().port}`);

  const describe = ({ id, rooms, data }) => ({ id, rooms: [...rooms].sort(), data });
  const commands = {
    fetch: async (room) => (await io.in(room).fetchSockets()).map(describe).filter(({ id }) => id.startsWith("java-")),
    rooms: async () => [...(await io.of("/").adapter.allRooms())].filter((room) => !/^[\w-]{20}$/.test(room)).sort(),
    count: async (room) => (await io.of("/").adapter.sockets(new Set([room]))).size,
    join: async (room, joined) => io.in(room).socketsJoin(joined),
    leave: async (room, left) => io.in(room).socketsLeave(left),
    disconnect: async (room) => io.in(room).disconnectSockets(),
    emit: async (room, ...args) => io.to(room).emit("said", ...args),
    bytes: async (room) => io.to(room).emit("said", Buffer.from([1, 2, 3])),
    except: async (room, other) => io.to(room).except(other).emit("said", "not to all"),
    ask: async (room) => (await io.to(room).timeout(2000).emitWithAck("ask", 7)).sort(),
    serverSide: async (...args) => io.serverSideEmit("hello", ...args),
  };
  createInterface({ input: process.stdin }).on("line", async (line) => {
    const [name, ...args] = JSON.parse(line);
    const result = await commands[name](...args).catch((error) => ({ error: error.message }));
    console.log(`${name} ${JSON.stringify(result ?? null)}`);
  });
}

main();
