// The list of messages: it scrolls with them, and shows which are one's own and which the server's.
// A message of blanks is not sent.
import "./connection.js";

const messages = document.getElementById("messages");
const messageInput = document.getElementById("message");
const newMessagesButton = document.createElement("button");
const title = document.title;
// Letters from the right, and characters that turn the text around.
const directions = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/;
let isAtEnd = true;
let unread = 0;
let size = "";

function showMessage(message) {
  // Arabic and Hebrew begin at the right.
  message.dir = "auto";
  // Not innerText: to read it, the browser lays out the whole list, and the next message makes it do so again.
  const text = message.textContent;
  // A person's message has a colon after the name, and nobody is called Server.
  if (/^(\[[^\]]*\] )?You: /.test(text)) {
    message.classList.add("own");
  }
  if (/^Server: |^\[[^\]]*\] [^:]*$/.test(text)) {
    message.classList.add("server");
  }
  if (directions.test(text)) {
    isolateName(message);
  }
}

// A name from the right, or with a character that turns the text around, leaves the rest of the message as it is.
function isolateName(message) {
  const [, rooms, name, text] = /^(\[[^\]]*\] )?([^:]*)(: .*)$/s.exec(message.innerText) ?? [];
  if (directions.test(name)) {
    const isolated = document.createElement("bdi");
    isolated.innerText = name;
    message.replaceChildren(rooms ?? "", isolated, text);
  }
}

// The title counts the messages that came while the page was in the background.
function showUnread(count) {
  unread = document.hidden ? unread + count : 0;
  document.title = unread > 0 ? `(${unread}) ${title}` : title;
}

function handleNewMessages(mutations) {
  const added = mutations.flatMap(({ addedNodes }) => [...addedNodes]);
  added.forEach(showMessage);
  showUnread(added.length);
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

// A message of blanks stays in the field. The attribute "required" lets it pass.
function handleInput() {
  const isBlank = messageInput.value !== "" && messageInput.value.trim() === "";
  messageInput.setCustomValidity(isBlank ? "A message is more than blanks." : "");
}

newMessagesButton.type = "button";
newMessagesButton.id = "new-messages";
newMessagesButton.innerText = "New messages";
newMessagesButton.addEventListener("click", () => {
  messages.focus();
  showNewest();
});
messages.addEventListener("scroll", handleScroll);
messageInput.addEventListener("input", handleInput);
document.addEventListener("visibilitychange", () => showUnread(0));
new MutationObserver(handleNewMessages).observe(messages, { childList: true });
new ResizeObserver(handleResize).observe(messages);
