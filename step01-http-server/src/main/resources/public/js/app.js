import { addMessage } from "./messages.js";

const messageForm = document.getElementById("message-form");
const messageInput = messageForm.querySelector("input");

function handleMessageSubmit(event) {
  event.preventDefault();
  addMessage(messageInput.value);
  messageInput.value = "";
}

messageForm.addEventListener("submit", handleMessageSubmit);
