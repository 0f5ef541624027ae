// The list of messages: it scrolls with them, and shows which are one's own and which the server's.
const messages = document.getElementById("messages");
const newMessagesButton = document.createElement("button");
let isAtEnd = true;
let size = "";

function showMessage(message) {
  // Arabic and Hebrew begin at the right.
  message.dir = "auto";
  // A person's message has a colon after the name, and nobody is called Server.
  if (/^(\[[^\]]*\] )?You: /.test(message.innerText)) {
    message.classList.add("own");
  }
  if (/^Server: |^\[[^\]]*\] [^:]*$/.test(message.innerText)) {
    message.classList.add("server");
  }
}

function handleNewMessages(mutations) {
  mutations.flatMap(({ addedNodes }) => [...addedNodes]).forEach(showMessage);
  if (isAtEnd) {
    showNewest();
  } else {
    messages.after(newMessagesButton);
  }
}

function showNewest() {
  messages.scrollTop = messages.scrollHeight;
  // The Tab key stops at the list once it scrolls.
  messages.tabIndex = messages.scrollHeight > messages.clientHeight ? 0 : -1;
}

function currentSize() {
  return `${messages.clientWidth} × ${messages.clientHeight}`;
}

// After scrolling up, the reader stays there.
function handleScroll() {
  // An event of our own scrolling can come when the window has got lower already.
  if (size !== currentSize()) {
    return;
  }
  isAtEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 10;
  if (isAtEnd) {
    newMessagesButton.remove();
  }
}

// When the window gets lower, the newest message stays in view.
function handleResize() {
  size = currentSize();
  if (isAtEnd) {
    showNewest();
  }
}

newMessagesButton.type = "button";
newMessagesButton.id = "new-messages";
newMessagesButton.innerText = "New messages";
newMessagesButton.addEventListener("click", () => {
  messages.focus();
  showNewest();
});
messages.addEventListener("scroll", handleScroll);
new MutationObserver(handleNewMessages).observe(messages, { childList: true });
new ResizeObserver(handleResize).observe(messages);
