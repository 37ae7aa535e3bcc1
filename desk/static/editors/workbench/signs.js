// What the screen says of itself: whether all is kept, what went wrong, what a step did.

import { desk } from "./server.js";
import { word } from "./words.js";

const line = desk.querySelector("[data-saved]");
const bell = desk.querySelector("[data-alarm]");
const told = desk.querySelector("[data-told]");
let quiet = 0;

export function saved(name) {
  const text = word(name);
  if (line.textContent !== text) line.textContent = text;
  desk.dataset.saving = name;
}

// One alarm at a time; the same one again is not announced again.
export function alarm(name, login = "", why = "") {
  if (bell.dataset.name === name + why) return;
  bell.dataset.name = name + why;
  bell.hidden = !name;
  bell.replaceChildren();
  if (!name) return;
  const text = document.createElement("p");
  text.textContent = word(name, { why });
  bell.append(text);
  if (!login) return;
  const link = document.createElement("a");
  // Another window: this one keeps its text and its place, and goes on by itself.
  Object.assign(link, { href: login, target: "_blank", className: "button", textContent: word("log-in") });
  bell.append(link);
}

export function say(text, { undo = null } = {}) {
  clearTimeout(quiet);
  told.replaceChildren();
  if (!text) return;
  const row = document.createElement("p");
  row.textContent = text;
  told.append(row);
  if (undo) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: word("undo") });
    button.addEventListener("click", undo);
    told.append(button);
  }
  quiet = setTimeout(() => told.replaceChildren(), 8000);
}

// Text that has no field any more stays on the screen until it is copied.
export function lost(text) {
  const row = document.createElement("div");
  row.className = "lost-text";
  const what = document.createElement("p");
  what.textContent = word("no-place");
  const area = document.createElement("textarea");
  Object.assign(area, { readOnly: true, value: text, ariaLabel: what.textContent });
  row.append(what, area);
  bell.after(row);
}
