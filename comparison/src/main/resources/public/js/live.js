const pollInterval = 500;
const status = document.getElementById("status");
const template = document.getElementById("side");

function plural(count, word) {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function showCount(section, name, count) {
  section.querySelector(`.${name}`).innerText = count.toLocaleString("en");
}

function showSide(name, { pagePort, upgradesForbidden, counts }) {
  const section = document.getElementById(name);
  const frame = section.querySelector("iframe");
  const page = `http://${location.hostname}:${pagePort}/`;
  if (frame.src !== page) {
    frame.src = page;
  }
  const others = counts.connections - counts.webSockets;
  section.querySelector(".connections").innerText =
    `${plural(counts.webSockets, "WebSocket")} open, ${plural(others, "other connection")}`;
  showCount(section, "packets-to-server", counts.packetsToServer);
  showCount(section, "packets-to-browser", counts.packetsToBrowser);
  showCount(section, "bytes-to-server", counts.bytesToServer);
  showCount(section, "bytes-to-browser", counts.bytesToBrowser);
  section.querySelector(".upgrades").innerText = upgradesForbidden ? "Allow upgrades" : "Forbid upgrades";
}

function times(socketio, raw) {
  return `${(socketio / raw).toFixed(1)} times`;
}

function showDifference({ raw, socketio }) {
  const [few, many] = [raw.counts, socketio.counts];
  const bytes = [few, many].map(({ bytesToServer, bytesToBrowser }) => bytesToServer + bytesToBrowser);
  const packets = [few, many].map(({ packetsToServer, packetsToBrowser }) => packetsToServer + packetsToBrowser);
  document.getElementById("difference").innerText =
    bytes[0] > 0 && packets[0] > 0
      ? `So far Socket.IO took ${times(packets[1], packets[0])} the packets and ${times(bytes[1], bytes[0])} the bytes.`
      : "Count both from 0, write the same in both chats, and compare.";
}

async function poll() {
  try {
    const sides = await (await fetch("/sides")).json();
    Object.entries(sides).forEach(([name, side]) => showSide(name, side));
    showDifference(sides);
  } catch {
    status.innerText = "The comparison has ended. Start it again and reload this page.";
  }
  setTimeout(poll, pollInterval);
}

function showOutcome(title, action, outcome) {
  status.innerText = `${title}, ${action}: ${outcome}`;
}

async function post(path) {
  try {
    const { ok } = await fetch(path, { method: "POST" });
    return ok ? "done." : "failed. See the console of the comparison.";
  } catch {
    return "failed. The comparison has ended.";
  }
}

async function handleAction(section, button) {
  const title = section.querySelector("h2").innerText;
  const action = button.innerText;
  button.disabled = true;
  showOutcome(title, action, "…");
  showOutcome(title, action, await post(`/${section.id}/${button.className}`));
  button.disabled = false;
  button.focus();
}

function handleReload(section) {
  const frame = section.querySelector("iframe");
  frame.src = frame.src;
  showOutcome(section.querySelector("h2").innerText, "Reload the page", "done.");
}

function addSide(section) {
  section.append(template.content.cloneNode(true));
  const title = section.querySelector("h2").innerText;
  section.querySelector("iframe").title = title;
  section.querySelectorAll("button").forEach((button) => {
    button.title = `${button.innerText}: ${title}`;
    const handle = button.className === "reload" ? handleReload : handleAction;
    button.addEventListener("click", () => handle(section, button));
  });
}

document.querySelectorAll(".side").forEach(addSide);
poll();
