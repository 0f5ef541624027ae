// Validates input: what a client may send, with the error texts of the steps' Validation.java.
export class InvalidInputError extends Error {}

export function nickname(value) {
  const nickname = name("nickname", value);
  if (nickname === "" || nickname.length > 20) {
    throw new InvalidInputError("A nickname has 1 to 20 characters.");
  }
  if (nickname.toLowerCase() === "server") {
    throw new InvalidInputError(`The nickname ${nickname} is taken. Choose another.`);
  }
  return nickname;
}

export function message(value) {
  const message = string("message", value);
  if (message.trim() === "" || message.length > 1000) {
    throw new InvalidInputError("A message has 1 to 1000 characters, and not only blanks.");
  }
  return message;
}

export function room(value) {
  const room = name("room", value);
  if (room === "" || room.length > 30) {
    throw new InvalidInputError("A room's name has 1 to 30 characters.");
  }
  return room;
}

// A socket.id of Socket.IO has 20 characters.
export function id(value) {
  const id = string("id", value);
  if (!/^[\w-]{20}$/.test(id)) {
    throw new InvalidInputError("An id is the one that room_members tells.");
  }
  return id;
}

// An id of step 7.
export function publicId(value) {
  const id = string("id", value);
  if (!isPublicId(id)) {
    throw new InvalidInputError("An id is the one that room_members tells.");
  }
  return id;
}

export function isPublicId(name) {
  return /^u-[0-9a-f]{16}$/.test(name);
}

export function messageId(value) {
  const id = value ?? null;
  if (id !== null && (string("message id", id) === "" || id.length > 100)) {
    throw new InvalidInputError("A message id has 1 to 100 characters.");
  }
  return id;
}

// The secret of a page, in the auth of its CONNECT. Null without one that can be used.
export function token(auth) {
  return typeof auth?.token === "string" && auth.token !== "" && auth.token.length <= 100 ? auth.token : null;
}

export function args(values) {
  if (values.length > 10) {
    throw new InvalidInputError("Send 10 arguments at the most.");
  }
  return values;
}

export function description(type, value) {
  const { sdp } = value ?? {};
  if (value?.type !== type || typeof sdp !== "string" || sdp === "" || sdp.length > 50_000) {
    throw new InvalidInputError(`An ${type} is {type: "${type}", sdp: "…"}.`);
  }
  return { type, sdp };
}

// The fields of the browser's RTCIceCandidateInit.
const CANDIDATE = ["candidate", "sdpMid", "sdpMLineIndex", "usernameFragment"];

export function candidate(value) {
  if (typeof value?.candidate !== "string" || JSON.stringify(value).length > 1000) {
    throw new InvalidInputError('A candidate is {candidate: "…", sdpMid: "…", …}.');
  }
  return Object.fromEntries(Object.entries(value).filter(([field]) => CANDIDATE.includes(field)));
}

// A name is shown between other words, and a direction override would turn them around.
function name(what, value) {
  const name = string(what, value).trim();
  if (/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(name)) {
    throw new InvalidInputError(`A ${what} has no control characters.`);
  }
  return name;
}

function string(what, value) {
  if (typeof value !== "string") {
    throw new InvalidInputError(`A ${what} is a string.`);
  }
  return value;
}
