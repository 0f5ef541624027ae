// Shows what this browser sends and receives, as it is on the wire. It knows neither this chat nor Socket.IO: it only
// listens at the browser's own WebSocket and XMLHttpRequest, so it comes before every script that uses them.
const wire = document.querySelector("#wire ol");
const longestWire = 200;

function showOnWire(direction, data) {
  const packet = document.createElement("li");
  packet.innerText = typeof data === "string" ? data : "(binary)";
  packet.classList.add(direction);
  wire.append(packet);
  if (wire.children.length > longestWire) {
    wire.firstChild.remove();
  }
  wire.scrollTop = wire.scrollHeight;
}

function showResponse(request) {
  if (request.responseText) {
    showOnWire("received", request.responseText);
  }
}

class WireSocket extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols);
    this.addEventListener("open", () => showOnWire("event", `open ${String(url).split("?")[0]}`));
    this.addEventListener("message", (event) => showOnWire("received", event.data));
    this.addEventListener("close", (event) => showOnWire("event", `close ${event.code} ${event.reason}`));
  }

  send(data) {
    showOnWire("sent", data);
    super.send(data);
  }
}

class WireRequest extends XMLHttpRequest {
  open(method, url, ...more) {
    this.wireLine = `${method} ${String(url).split("?")[0]}`;
    super.open(method, url, ...more);
  }

  send(body) {
    showOnWire("event", this.wireLine);
    if (body) {
      showOnWire("sent", body);
    }
    this.addEventListener("load", () => showResponse(this));
    super.send(body);
  }
}

window.WebSocket = WireSocket;
window.XMLHttpRequest = WireRequest;
