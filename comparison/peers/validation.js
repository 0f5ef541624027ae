// What a client may send, as in the Java steps. What breaks a rule is answered with a sentence.
class Broken extends Error {}

function require(condition, rule) {
  if (!condition) {
    throw new Broken(rule);
  }
}

function nickname(value) {
  require(typeof value === "string", "A nickname is a string.");
  const name = value.trim();
  require(name.length >= 1 && name.length <= 20, "A nickname has 1 to 20 characters.");
  require(name.toLowerCase() !== "server", `The nickname ${name} is taken. Choose another.`);
  return name;
}

function text(value) {
  require(typeof value === "string", "A text is a string.");
  require(value.trim() !== "" && value.length <= 1000, "A text has 1 to 1000 characters, and not only blanks.");
  return value;
}

module.exports = { Broken, nickname, text };
