// What a client may send, as in the Java steps. An error says what was wrong.
class InvalidInputError extends Error {}

function require(condition, error) {
  if (!condition) {
    throw new InvalidInputError(error);
  }
}

function nickname(value) {
  require(typeof value === "string", "A nickname is a string.");
  const name = value.trim();
  require(!/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(name), "A nickname has no control characters.");
  require(name.length >= 1 && name.length <= 20, "A nickname has 1 to 20 characters.");
  require(name.toLowerCase() !== "server", `The nickname ${name} is taken. Choose another.`);
  return name;
}

function message(value) {
  require(typeof value === "string", "A message is a string.");
  require(value.trim() !== "" && value.length <= 1000, "A message has 1 to 1000 characters, and not only blanks.");
  return value;
}

module.exports = { InvalidInputError, nickname, message };
