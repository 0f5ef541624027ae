const messages = document.getElementById("messages");

export function addMessage(text) {
  const message = document.createElement("li");
  message.innerText = text;
  message.classList.add("message");
  messages.append(message);
  return message;
}
