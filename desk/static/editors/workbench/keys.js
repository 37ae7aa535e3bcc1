// The keys. Letters work while the caret is in no text; with Ctrl or Alt everywhere.

import { caret, sheetOf, sheets } from "./fields.js";
import { accept, answer, begins, currentFinding, edit, next } from "./findings.js";
import { goToStory, show } from "./panes.js";
import { dialogOpen, help, save } from "./saving.js";
import { desk } from "./server.js";
import { toSide } from "./sides.js";
import { current, join, moveStory, moveTo, redo, setTruncated, split, undo } from "./steps.js";
import { leaveText } from "./typing.js";

const WITH_CONTROL = {
  s: () => save(),
  z: (event) => (event.shiftKey ? redo() : undo()),
  y: () => redo(),
  enter: (event) => (event.shiftKey ? submitPage() : split()),
};

const ALONE = {
  j: () => next(1),
  k: () => next(-1),
  i: () => answer("ignored"),
  s: () => answer("settled"),
  y: () => begins("begins"),
  n: () => begins("goes_on"),
  e: () => (currentFinding() ? edit() : goToStory(current(), { text: true })),
  t: () => truncate(),
  m: () => join(current(), 1),
  1: () => show("received"),
  2: () => show("repaired"),
  3: () => show("edited"),
  "?": () => help(),
  arrowdown: () => neighbour(1),
  arrowright: () => neighbour(1),
  arrowup: () => neighbour(-1),
  arrowleft: () => neighbour(-1),
};

// As the button does it, and only where there is one.
function submitPage() {
  desk.querySelector("[data-do=submit]:not(:disabled)")?.click();
}

function truncate() {
  const row = current();
  if (row) setTruncated(row, !row.querySelector("[data-truncated]").checked);
}

function neighbour(by) {
  const rows = sheets();
  const at = rows.indexOf(sheetOf(document.activeElement) ?? current());
  goToStory(rows[Math.max(0, Math.min(rows.length - 1, at + by))]);
}

function withAlt(event) {
  const row = current();
  if (event.key === "ArrowUp" && row) return moveStory(row, -1) ?? true;
  if (event.key === "ArrowDown" && row) return moveStory(row, 1) ?? true;
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  const target = digit && sheets()[Number(digit) - 1];
  return target && caret() ? (moveTo(target.dataset.key) ?? true) : false;
}

const isTyping = (element) =>
  element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

// A button and a link keep their Enter; a list and a region keep nothing.
const hasOwn = (element) => element.closest("button, a, summary, [role=tab]");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || dialogOpen()) return;
  if (handled(event)) event.preventDefault();
});

function handled(event) {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) return run(WITH_CONTROL[key], event);
  if (event.altKey) return Boolean(withAlt(event));
  if (key === "f6") return run(() => toSide(event.shiftKey ? -1 : 1), event);
  if (key === "escape" && isTyping(event.target)) {
    leaveText();
    return true;
  }
  if (isTyping(event.target)) return false;
  if (key === "enter") {
    if (hasOwn(event.target) || !currentFinding()) return false;
    return run(() => accept(), event);
  }
  if (key.startsWith("arrow") && event.target.closest(".desk-tabs, [data-source], [data-layer-pane]")) return false;
  return run(ALONE[key], event);
}

function run(work, event) {
  if (!work) return false;
  work(event);
  return true;
}
