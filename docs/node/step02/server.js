import path from "node:path";
import express from "express";
import { WebSocketServer } from "ws";
import * as validation from "../validation.js";

// The front end is the Java program's own; only the back end is written in Node.
const resources = path.join(import.meta.dirname, "../../../step02-raw-websocket/src/main/resources");
const webAssets = path.join(import.meta.dirname, "../../../support/web/src/main/resources/web");
const mvpCss = path.join(import.meta.dirname, "../node_modules/mvp.css/mvp.css");

const app = express();
app.set("view engine", "pug");
app.set("views", path.join(resources, "views"));
app.use("/public", express.static(path.join(resources, "public")));
app.use("/public", express.static(webAssets));
app.use("/public/css/mvp.css", express.static(mvpCss));
app.get("/", home);
app.get("/*splat", (req, res) => res.redirect("/"));

function home(req, res) {
  const visits = visitsBefore(req) + 1;
  res.cookie("visits", visits, { httpOnly: true, sameSite: "lax" });
  res.render("home", { visits, socketPort: server.address().port, socketUrl: "" });
}

// HTTP is stateless: only the cookie that this browser sends says how often it has been here.
function visitsBefore(req) {
  const sent = /(?:^|; )visits=([1-9][0-9]{0,8})(?:;|$)/.exec(req.headers.cookie);
  return Number(sent?.[1] ?? 0);
}

const server = app.listen(process.env.PORT ?? 3000, () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
});

// One port for both: ws takes over the HTTP connections that ask for an upgrade.
const wss = new WebSocketServer({ server, maxPayload: 16 * 1024 });
const sockets = new Set();

wss.on("connection", (socket) => {
  socket.nickname = "Anon";
  sockets.add(socket);
  console.log(`Anon connected, ${sockets.size} here`);
  socket.on("message", (data, isBinary) => handleMessage(socket, data, isBinary));
  socket.on("close", () => handleClose(socket));
  // ws closes a connection with an invalid frame. Without a listener the error would end the program.
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
        socket.nickname = validation.nickname(message.payload);
        break;
      case "new_message":
        broadcast(`${socket.nickname}: ${validation.message(message.payload)}`);
        break;
      default:
        throw new validation.InvalidInputError('The type is "nickname" or "new_message".');
    }
  } catch (error) {
    if (!(error instanceof validation.InvalidInputError)) {
      throw error;
    }
    socket.send(`Server: ${error.message}`);
  }
}

function handleClose(socket) {
  sockets.delete(socket);
  console.log(`${socket.nickname} left, ${sockets.size} here`);
}

function broadcast(message) {
  sockets.forEach((socket) => socket.send(message));
}

// WebSocket carries any text. That ours is JSON is our own protocol.
function parse(frame) {
  try {
    return JSON.parse(frame);
  } catch {
    throw new validation.InvalidInputError('A message is JSON: {"type": "new_message", "payload": "hi"}.');
  }
}
