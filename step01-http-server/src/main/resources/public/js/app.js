const lineForm = document.getElementById("line-form");
const lineInput = lineForm.querySelector("input");
const lines = document.getElementById("lines");

function addLine(text) {
  const line = document.createElement("li");
  line.innerText = text;
  line.classList.add("line");
  lines.append(line);
  lines.scrollTop = lines.scrollHeight;
}

function handleLineSubmit(event) {
  event.preventDefault();
  addLine(lineInput.value);
  lineInput.value = "";
}

lineForm.addEventListener("submit", handleLineSubmit);
