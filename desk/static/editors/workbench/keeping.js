// What is typed is kept: in this browser at every input, on the server within two seconds.
// Each window has a box of its own in the browser's store; a window that finds the box of one that
// is gone (a crash, a closed tab, Back) takes it over.

import { caret, find, idOf, know, knownOf, named, nameOf, put, textOf } from "./fields.js";
import { Behind, desk, LoggedOut, post, Refused, sameUser, state, Unreachable } from "./server.js";
import { follow, toUnits } from "./text.js";
import { alarm, lost, saved } from "./signs.js";

const QUIET = 600;
const LONGEST = 1400;
const ROOM = `desk/${desk.dataset.page}/${desk.dataset.user}/`;
const box = ROOM + Math.random().toString(36).slice(2);
const unsent = new Map();
const answers = new Set();
let place = null;
let placed = "null";
let timer = 0;
let since = 0;
let pause = 1000;
let chain = Promise.resolve();

// What else wants to know what the server answered: colours, undo, the outline.
export const onAnswer = (listener) => answers.add(listener);

export const isClean = () => unsent.size === 0;

function write() {
  try {
    if (unsent.size) {
      const row = { number: state.number, place, at: Date.now(), changes: [...unsent.values()] };
      localStorage.setItem(box, JSON.stringify(row));
    } else {
      localStorage.removeItem(box);
    }
  } catch {
    // A full or forbidden store: the server still has it within two seconds.
  }
}

export function typed(field) {
  const id = idOf(field);
  const name = nameOf(id);
  const text = textOf(field);
  const base = unsent.get(name)?.base ?? knownOf(field);
  if (text === base && !unsent.get(name)?.flying) unsent.delete(name);
  else unsent.set(name, { ...id, text, base });
  keepPlace();
  write();
  saved("typing");
  plan();
}

export function keepPlace() {
  const at = caret();
  if (at) place = { story: at.story, part: at.part, index: at.index, offset: at.start };
}

function plan() {
  const now = performance.now();
  if (!since) since = now;
  clearTimeout(timer);
  timer = setTimeout(() => flush().catch(tell), Math.min(QUIET, Math.max(0, since + LONGEST - now)));
}

// Everything that is sent goes one after the other, so that numbers never overtake each other.
export function inTurn(work) {
  const turn = chain.then(work);
  chain = turn.catch(() => {});
  return turn;
}

export const flush = () => inTurn(send);

async function send() {
  clearTimeout(timer);
  since = 0;
  if (!unsent.size) return;
  const flying = [...unsent.entries()];
  try {
    await sendThese(flying);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // One of them may be refused: the others are not lost with it.
    if (flying.length > 1) for (const row of flying) await sendThese([row]).catch((why) => refused(row, why));
    else refused(flying[0], error);
  }
  write();
  saved(unsent.size ? "typing" : "kept");
  if (unsent.size) plan();
}

const plain = ({ story, part, index, text, base }) => ({ story, part, index, text, base });

async function sendThese(flying) {
  for (const [, change] of flying) change.flying = true;
  let answer;
  try {
    answer = await post("typed", { changes: flying.map(([, change]) => plain(change)), place });
  } catch (error) {
    for (const [, change] of flying) change.flying = false;
    if (error instanceof Behind) behind(error);
    throw error;
  }
  pause = 1000;
  placed = JSON.stringify(place);
  alarm("");
  for (const [name, change] of flying) {
    const now = unsent.get(name);
    const field = find(change);
    if (field) know(field, change.text);
    if (now === change) unsent.delete(name);
    else if (now) now.base = change.text;
  }
  merged(answer.texts ?? {});
  for (const listener of answers) listener(answer);
}

// Another window of the same person was first: its number is taken and the same is sent again.
function behind({ answer }) {
  if (answer.number === undefined) return;
  state.number = answer.number;
  for (const listener of answers) listener(answer);
  plan();
}

// What is not taken stays on the screen to be copied.
function refused([name, change], error) {
  if (!(error instanceof Refused)) throw error;
  unsent.delete(name);
  lost(change.text);
  alarm("not-saved", "", error.message);
}

// The server merged what two windows typed: the field shows both, the caret stays at its word.
function merged(texts) {
  for (const [name, text] of Object.entries(texts)) {
    const field = named(name);
    if (!field || textOf(field) === text) continue;
    if (unsent.has(name)) {
      unsent.get(name).base = text;
      continue;
    }
    const at = caret();
    const before = textOf(field);
    put(field, text);
    know(field, text);
    if (at?.field === field) moveCaret(field, before, at);
  }
}

function moveCaret(field, before, at) {
  const after = textOf(field);
  const units = follow(before, after, toUnits(before, at.start));
  const selection = document.getSelection();
  if (field.firstChild) selection.collapse(field.firstChild, Math.min(units, field.firstChild.length));
}

export function tell(error) {
  if (error instanceof LoggedOut) {
    saved("browser");
    alarm(error.other ? "other-person" : "login", error.login);
    retry(3000);
  } else if (error instanceof Unreachable) {
    saved("browser");
    alarm("offline");
    pause = Math.min(pause * 1.6, 8000);
    retry(pause);
  } else if (error instanceof Refused) {
    saved(unsent.size ? "typing" : "kept");
    alarm("not-saved", "", error.message);
  } else if (!(error instanceof Behind)) {
    throw error;
  }
}

let waiting = 0;
function retry(after) {
  clearTimeout(waiting);
  waiting = setTimeout(again, after);
}

export async function again() {
  clearTimeout(waiting);
  try {
    await sameUser();
    await flush();
    alarm("");
    saved(unsent.size ? "typing" : "kept");
  } catch (error) {
    tell(error);
  }
}

// After a step the stories stand there anew: what was typed meanwhile is put into them again.
export function putBack() {
  for (const [name, change] of unsent) {
    const field = find(change);
    if (!field) continue;
    if (textOf(field) === change.base || change.flying) {
      know(field, change.base);
      put(field, change.text);
    } else if (textOf(field) === change.text) {
      unsent.delete(name);
    } else {
      know(field, textOf(field));
    }
  }
}

// The boxes of windows that are gone: their text goes into its fields and to the server.
async function takeOver(key) {
  const raw = localStorage.getItem(key);
  if (!raw) return;
  localStorage.removeItem(key);
  const kept = JSON.parse(raw);
  for (const { story, part, index, text, base } of kept.changes ?? []) {
    const change = { story, part, index, text, base };
    const field = find(change);
    if (field && textOf(field) === text) continue;
    unsent.set(nameOf(change), change);
    if (!field) continue;
    know(field, base);
    put(field, text);
  }
  if (kept.place) place = kept.place;
}

const locks = navigator.locks;

export async function recover() {
  // The lock says that this window lives; the browser lets go of it when the window is gone.
  locks?.request(box, () => new Promise(() => {}));
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(ROOM) && key !== box);
  for (const key of keys) {
    if (locks) {
      await locks.request(key, { ifAvailable: true }, (lock) => (lock ? takeOver(key) : null));
    } else if (Date.now() - JSON.parse(localStorage.getItem(key) ?? "{}").at > 30_000) {
      await takeOver(key);
    }
  }
  write();
  if (unsent.size) flush().catch(tell);
  return place;
}

// Leaving: what has not been sent is sent without waiting; the box stays until the next window.
function leave() {
  keepPlace();
  if (!unsent.size && JSON.stringify(place) === placed) return;
  write();
  post("typed", { changes: [...unsent.values()].map(plain), place }, { keepalive: true }).catch(() => {});
}

addEventListener("pagehide", leave);
addEventListener("online", () => again());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") leave();
  else if (unsent.size) again();
});

