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
  section.querySelector(".upgrades").setAttribute("aria-pressed", upgradesForbidden);
}

async function poll() {
  try {
    const sides = await (await fetch("/sides")).json();
    Object.entries(sides).forEach(([name, side]) => showSide(name, side));
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

function actionOf(button) {
  return button.ariaPressed === "true" ? "Allow upgrades" : button.innerText;
}

async function handleAction(section, button) {
  const title = section.querySelector("h2").innerText;
  const action = actionOf(button);
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

document.querySelectorAll("main section").forEach(addSide);
poll();
