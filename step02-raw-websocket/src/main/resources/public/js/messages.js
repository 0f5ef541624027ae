const messages = document.getElementById("messages");
const newMessagesButton = document.createElement("button");
let isAtEnd = true;

export function addMessage(text) {
  const message = document.createElement("li");
  message.innerText = text;
  message.dir = "auto";
  message.classList.add("message");
  // A person's message has a colon after the name, and nobody is called Server.
  message.classList.toggle("own", /^\[[^\]]*\] You: /.test(text));
  message.classList.toggle("server", /^Server: |^\[[^\]]*\] [^:]*$/.test(text));
  messages.append(message);
  if (isAtEnd) {
    showNewest();
  } else {
    messages.after(newMessagesButton);
  }
  return message;
}

function showNewest() {
  messages.scrollTop = messages.scrollHeight;
  // The Tab key stops at the list once it scrolls.
  messages.tabIndex = messages.scrollHeight > messages.clientHeight ? 0 : -1;
}

// A reader who has scrolled up stays there.
messages.addEventListener("scroll", () => {
  isAtEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 10;
  if (isAtEnd) {
    newMessagesButton.remove();
  }
});

newMessagesButton.type = "button";
newMessagesButton.id = "new-messages";
newMessagesButton.innerText = "New messages";
newMessagesButton.addEventListener("click", () => {
  messages.focus();
  showNewest();
});
// When the window gets lower, the newest message stays in view.
new ResizeObserver(() => isAtEnd && showNewest()).observe(messages);
