const millisBetweenLooks = 500;
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
  section.querySelector(".upgrades").setAttribute("aria-pressed", upgradesForbidden);
}

async function look() {
  try {
    const sides = await (await fetch("/sides")).json();
    Object.entries(sides).forEach(([name, side]) => showSide(name, side));
  } catch {
    status.innerText = "The comparison has ended. Start it again and reload this page.";
  }
  setTimeout(look, millisBetweenLooks);
}

async function act(name, action, button) {
  button.disabled = true;
  status.innerText = `${button.innerText} …`;
  const { ok } = await fetch(`/${name}/${action}`, { method: "POST" });
  status.innerText = `${button.innerText}: ${ok ? "done" : "failed"}.`;
  button.disabled = false;
  button.focus();
}

function addSide(section) {
  section.append(template.content.cloneNode(true));
  const title = section.querySelector("h2").innerText;
  section.querySelector("iframe").title = title;
  section.querySelectorAll("button").forEach((button) => {
    button.title = `${button.innerText}: ${title}`;
    button.addEventListener("click", () => act(section.id, button.className, button));
  });
}

document.querySelectorAll("main section").forEach(addSide);
look();
