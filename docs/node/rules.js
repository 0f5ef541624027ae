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

export function checkRoom(value) {
  const room = checkString("room", value).trim();
  if (room === "" || room.length > 30) {
    throw new Broken("A room's name has 1 to 30 characters.");
  }
  return room;
}

export function checkRooms(value) {
  if (!Array.isArray(value)) {
    return [checkRoom(value)];
  }
  if (value.length === 0) {
    throw new Broken("Name a room.");
  }
  return value.map(checkRoom);
}

export function checkMessageId(value) {
  const id = value ?? null;
  if (id !== null && (checkString("message id", id) === "" || id.length > 100)) {
    throw new Broken("A message id has 1 to 100 characters.");
  }
  return id;
}

export function checkArguments(values) {
  if (values.length > 10) {
    throw new Broken("Send 10 arguments at the most.");
  }
  return values;
}

export function checkDescription(type, value) {
  const { sdp } = value ?? {};
  if (value?.type !== type || typeof sdp !== "string" || sdp === "" || sdp.length > 50_000) {
    throw new Broken(`An ${type} is {type: "${type}", sdp: "…"}.`);
  }
  return { type, sdp };
}

// The fields of the browser's RTCIceCandidateInit.
const CANDIDATE = ["candidate", "sdpMid", "sdpMLineIndex", "usernameFragment"];

export function checkCandidate(value) {
  if (typeof value?.candidate !== "string" || JSON.stringify(value).length > 1000) {
    throw new Broken('A candidate is {candidate: "…", sdpMid: "…", …}.');
  }
  return Object.fromEntries(Object.entries(value).filter(([field]) => CANDIDATE.includes(field)));
}

function checkString(what, value) {
  if (typeof value !== "string") {
    throw new Broken(`A ${what} is a string.`);
  }
  return value;
}
