/** The bytes of docs/comparison.md, for one client and a message of two characters. */
const sides = [
  { title: "Raw WebSocket", connect: 365, sent: 43, received: 10, heartbeat: 8, interval: 10 },
  { title: "Socket.IO by WebSocket", connect: 499, sent: 28, received: 30, heartbeat: 10, interval: 15 },
  { title: "Socket.IO by polling", connect: 883, sent: 274, received: 273, heartbeat: 497, interval: 15 },
];
const measuredLength = 2;

const calculator = document.getElementById("calculator");
const form = calculator.querySelector("form");
const rows = calculator.querySelector("tbody");

function costOf({ connect, sent, received, heartbeat, interval }, { clients, messages, length, hours }) {
  const more = length - measuredLength;
  const cost = {
    connecting: clients * connect,
    messages: messages * (sent + more + clients * (received + more)),
    heartbeats: clients * Math.floor((hours * 3600) / interval) * heartbeat,
  };
  return { ...cost, together: cost.connecting + cost.messages + cost.heartbeats };
}

function addCell(row, tag, text) {
  const cell = document.createElement(tag);
  cell.innerText = text;
  row.append(cell);
}

function showCost() {
  if (!form.checkValidity()) {
    return;
  }
  const day = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, Number(value)]));
  rows.replaceChildren(
    ...sides.map((side) => {
      const row = document.createElement("tr");
      addCell(row, "th", side.title);
      Object.values(costOf(side, day)).forEach((bytes) => addCell(row, "td", bytes.toLocaleString("en")));
      return row;
    }),
  );
}

form.addEventListener("input", showCost);
form.addEventListener("submit", (event) => event.preventDefault());
showCost();
