import path from "node:path";
import express from "express";
import { Server } from "socket.io";
import * as validation from "../validation.js";

// The front end is the Java program's own; only the back end is written in Node.
const resources = path.join(import.meta.dirname, "../../../step03-socketio/src/main/resources");
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

// One port for both: socket.io answers the requests for /socket.io/, and serves its client for the browser there.
const io = new Server(server, { pingInterval: 15_000, pingTimeout: 10_000 });

io.on("connection", (socket) => {
  socket.data.nickname = "Anon";
  console.log(`Anon connected, ${io.sockets.sockets.size} here`);
  on(socket, "nickname", handleNickname);
  on(socket, "new_message", handleNewMessage);
  socket.on("disconnecting", () => handleDisconnecting(socket));
});

function handleNickname(socket, nickname) {
  socket.data.nickname = validation.nickname(nickname);
}

function handleNewMessage(socket, message) {
  io.emit("new_message", `${socket.data.nickname}: ${validation.message(message)}`);
}

function handleDisconnecting(socket) {
  console.log(`${socket.data.nickname} left, ${io.sockets.sockets.size - 1} here`);
}

// Calls the handler for every such event. Invalid input is answered by a problem, to its sender only.
function on(socket, event, handler) {
  socket.on(event, (payload) => {
    try {
      handler(socket, payload);
    } catch (error) {
      if (!(error instanceof validation.InvalidInputError)) {
        throw error;
      }
      socket.emit("problem", error.message);
    }
  });
}
