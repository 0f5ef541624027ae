import path from "node:path";
import express from "express";
import { Server } from "socket.io";
import { Broken, checkNickname, checkText } from "../rules.js";

// The front end is the Java program's own: only the back end is told again here.
const resources = path.join(import.meta.dirname, "../../../step03-socketio/src/main/resources");
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

// One port for both: socket.io answers the requests for /socket.io/, its client for the browser included.
const io = new Server(server, { pingInterval: 15_000, pingTimeout: 10_000 });

io.on("connection", (socket) => {
  socket.data.nickname = "Anon";
  on(socket, "nickname", handleNickname);
  on(socket, "new_message", handleNewMessage);
});

function handleNickname(socket, name) {
  socket.data.nickname = checkNickname(name);
}

function handleNewMessage(socket, text) {
  io.emit("new_message", `${socket.data.nickname}: ${checkText(text)}`);
}

// Calls the handler for every such event. Whoever breaks a rule is told so by a problem, and nobody else.
function on(socket, event, handler) {
  socket.on(event, (payload) => {
    try {
      handler(socket, payload);
    } catch (error) {
      if (!(error instanceof Broken)) {
        throw error;
      }
      socket.emit("problem", error.message);
    }
  });
}
