// Shows what this browser sends and receives, as it is on the wire. It listens at the browser's own WebSocket and
// XMLHttpRequest, so it has to run before every script that uses them.
const packets = document.querySelector("#wire ol");
const maxPackets = 200;
// Engine.IO's types, and with a 4 in front Socket.IO's.
const kinds = [
  [/^0/, "handshake"],
  [/^[23]/, "heartbeat"],
  [/^[156]/, "transport"],
  [/^4[014]/, "connection"],
  [/^42|^45|^\{/, "event"],
  [/^43|^46/, "ack"],
];

function kindOf(data) {
  return kinds.find(([pattern]) => pattern.test(data))?.[1] ?? "text";
}

function showPacket(direction, data) {
  const packet = document.createElement("li");
  packet.innerText = typeof data === "string" ? data : "(binary)";
  packet.classList.add(direction);
  if (direction !== "event") {
    packet.dataset.kind = kindOf(data);
  }
  packets.append(packet);
  if (packets.children.length > maxPackets) {
    packets.firstChild.remove();
  }
  packets.scrollTop = packets.scrollHeight;
}

class WireSocket extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols);
    this.addEventListener("open", () => showPacket("event", `open ${url}`));
    this.addEventListener("message", (event) => showPacket("received", event.data));
    this.addEventListener("close", (event) => showPacket("event", `close ${event.code} ${event.reason}`));
  }

  send(data) {
    showPacket("sent", data);
    super.send(data);
  }
}

class WireRequest extends XMLHttpRequest {
  constructor() {
    super();
    // The first listener: an answer is shown before the client reacts to it.
    this.addEventListener("readystatechange", () => this.showResponse());
  }

  open(method, url, ...more) {
    this.wireLine = `${method} ${url}`;
    super.open(method, url, ...more);
  }

  send(body) {
    showPacket("event", this.wireLine);
    if (body) {
      showPacket("sent", body);
    }
    super.send(body);
  }

  showResponse() {
    if (this.readyState === XMLHttpRequest.DONE && this.responseText) {
      showPacket("received", this.responseText);
    }
  }
}

// With ?projector the last row can read the page, and sees the wire.
if (new URLSearchParams(location.search).has("projector")) {
  document.documentElement.classList.add("projector");
  packets?.parentElement.setAttribute("open", "");
}

// The Tab key stops at the panel, so that the arrow keys scroll it.
packets?.setAttribute("tabindex", "0");
packets?.setAttribute("aria-label", "Packets");
window.WebSocket = WireSocket;
window.XMLHttpRequest = WireRequest;
