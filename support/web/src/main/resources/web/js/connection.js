// The header's line on the connection: a filled dot while connected, else a hollow dot and bold type.
const connection = document.getElementById("connection");

function showState() {
  connection.classList.toggle("connected", connection.textContent.startsWith("Connected"));
}

// Step 1 has no connection.
if (connection) {
  new MutationObserver(showState).observe(connection, { childList: true, characterData: true, subtree: true });
  showState();
}
