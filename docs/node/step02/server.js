import path from "node:path";
import express from "express";
import { WebSocketServer } from "ws";
import { Broken, checkNickname, checkText } from "../rules.js";

// The front end is the Java program's own: only the back end is told again here.
const resources = path.join(import.meta.dirname, "../../../step02-raw-websocket/src/main/resources");
const mvpCss = path.join(import.meta.dirname, "../node_modules/mvp.css/mvp.css");

const app = express();
app.set("view engine", "pug");
app.set("views", path.join(resources, "views"));
app.use("/public", express.static(path.join(resources, "public")));
app.use("/public/css/mvp.css", express.static(mvpCss));
app.get("/", home);
app.get("/*splat", (req, res) => res.redirect("/"));

function home(req, res) {
  const visits = visitsBefore(req) + 1;
  res.cookie("visits", visits, { httpOnly: true, sameSite: "lax" });
  res.render("home", { visits, socketPort: server.address().port, socketUrl: "" });
}

// HTTP is stateless: what this browser did before is known only from the cookie that it sends along.
function visitsBefore(req) {
  const sent = /(?:^|; )visits=([1-9][0-9]{0,8})(?:;|$)/.exec(req.headers.cookie);
  return Number(sent?.[1] ?? 0);
}

const server = app.listen(process.env.PORT ?? 3000, () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
});

// One port for both: ws takes over the connections of the HTTP server that ask for it.
const wss = new WebSocketServer({ server, maxPayload: 16 * 1024 });
const sockets = new Set();

wss.on("connection", (socket) => {
  socket.nickname = "Anon";
  sockets.add(socket);
  socket.on("message", (data, isBinary) => handleMessage(socket, data, isBinary));
  socket.on("close", () => sockets.delete(socket));
  // A broken frame is an error. ws closes that connection, but an error that nobody listens to ends the program.
  socket.on("error", () => {});
});

function handleMessage(socket, data, isBinary) {
  if (isBinary) {
    socket.close(1003, "This chat is text.");
    return;
  }
  try {
    const message = parse(data);
    switch (message?.type) {
      case "nickname":
        socket.nickname = checkNickname(message.payload);
        break;
      case "new_message":
        broadcast(`${socket.nickname}: ${checkText(message.payload)}`);
        break;
      default:
        throw new Broken('The type is "nickname" or "new_message".');
    }
  } catch (error) {
    if (!(error instanceof Broken)) {
      throw error;
    }
    socket.send(`Server: ${error.message}`);
  }
}

function broadcast(line) {
  sockets.forEach((socket) => socket.send(line));
}

// WebSocket carries any text. That ours is JSON is a rule of our own.
function parse(frame) {
  try {
    return JSON.parse(frame);
  } catch {
    throw new Broken('A message is JSON: {"type": "new_message", "payload": "hi"}.');
  }
}
