// What a client may send, as in the steps' Rules.java. What breaks a rule is answered with a sentence.
export class Broken extends Error {}

export function checkNickname(value) {
  const nickname = checkString("nickname", value).trim();
  if (nickname === "" || nickname.length > 20) {
    throw new Broken("A nickname has 1 to 20 characters.");
  }
  if (nickname.toLowerCase() === "server") {
    throw new Broken(`The nickname ${nickname} is taken. Choose another.`);
  }
  return nickname;
}

export function checkText(value) {
  const text = checkString("text", value);
  if (text.trim() === "" || text.length > 1000) {
    throw new Broken("A text has 1 to 1000 characters, and not only blanks.");
  }
  return text;
}

function checkString(what, value) {
  if (typeof value !== "string") {
    throw new Broken(`A ${what} is a string.`);
  }
  return value;
}
