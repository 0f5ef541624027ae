// Shows what this browser sends and receives, as it is on the wire. It listens at the browser's own WebSocket and
// XMLHttpRequest, so it has to run before every script that uses them.
const packets = document.querySelector("#wire ol");
const maxPackets = 200;

function showPacket(direction, data) {
  const packet = document.createElement("li");
  packet.innerText = typeof data === "string" ? data : "(binary)";
  packet.classList.add(direction);
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

window.WebSocket = WireSocket;
window.XMLHttpRequest = WireRequest;
