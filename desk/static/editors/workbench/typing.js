// What happens inside of a text: typing, and the keys that mean more there than a character.

import { caret, fieldOf, index, putCaret, sheetOf, stories, textOf } from "./fields.js";
import { keepPlace, typed } from "./keeping.js";
import { desk } from "./server.js";
import { busy, step } from "./steps.js";
import { lengthOf } from "./text.js";

stories.addEventListener("input", (event) => {
  const field = fieldOf(event.target);
  if (!field) return;
  sheetOf(field).dataset.typed = "";
  if (!event.isComposing) typed(field);
});
// Half of a syllable is no text yet.
stories.addEventListener("compositionend", (event) => {
  const field = fieldOf(event.target);
  if (field) typed(field);
});
stories.addEventListener("focusin", keepPlace);
stories.addEventListener("pointerup", keepPlace);

// Lines are paragraphs: several pasted ones become several, in other parts one.
stories.addEventListener("paste", (event) => {
  const field = fieldOf(event.target);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!field || !/[\r\n]/.test(text)) return;
  event.preventDefault();
  const lines = text.split(/\s*[\r\n]+\s*/).filter(Boolean);
  insert(lines.join(field.dataset.part === "paragraphs" ? "\u2029" : " "));
});

let replaying = false;
function insert(text) {
  if (busy() && !replaying) {
    waiting.push(() => insert(text));
    return;
  }
  replaying = true;
  // The only way that the browser's own input event follows.
  document.execCommand("insertText", false, text);
  replaying = false;
}

stories.addEventListener("beforeinput", (event) => {
  if (busy() && event.inputType === "insertText" && event.cancelable && !replaying) {
    event.preventDefault();
    waiting.push(() => insert(event.data));
    return;
  }
  if (["insertParagraph", "insertLineBreak"].includes(event.inputType)) event.preventDefault();
  // Undo is the desk's: the browser knows nothing of steps.
  if (["historyUndo", "historyRedo"].includes(event.inputType)) event.preventDefault();
});

stories.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !fieldOf(event.target)) return;
  const { key, shiftKey } = event;
  if (busy() && (KEYS[key] || MOVES[key])) {
    event.preventDefault();
    waiting.push(() => press(key, { shiftKey }) || MOVES[key]?.());
  } else if (press(key, { shiftKey })) event.preventDefault();
});

function press(key, event) {
  const at = caret();
  return Boolean(at && KEYS[key]?.(at, event));
}

// While a step is under way the paragraphs are not what they seem: what is pressed waits for it.
const waiting = [];
desk.addEventListener("desk:idle", () => {
  while (waiting.length && !busy()) waiting.shift()();
});

const move = (where, unit) => () => document.getSelection().modify("move", where, unit);
const MOVES = {
  Backspace: () => document.execCommand("delete"),
  Delete: () => document.execCommand("forwardDelete"),
  ArrowLeft: move("backward", "character"),
  ArrowRight: move("forward", "character"),
  ArrowUp: move("backward", "line"),
  ArrowDown: move("forward", "line"),
  Home: move("backward", "lineboundary"),
  End: move("forward", "lineboundary"),
};

const KEYS = {
  Enter(at) {
    const { story, part, index: row, start } = at;
    if (part === "paragraphs") step("split_paragraph", { story, index: row, at: start });
    else if (part === "headline") step("cut_headline", { story, at: start });
    else neighbour(at, 1, 0);
    return true;
  },
  Backspace(at) {
    if (at.start || at.end || at.part !== "paragraphs" || !at.index) return false;
    step("join_paragraphs", { story: at.story, index: at.index - 1 });
    return true;
  },
  Delete(at) {
    const text = textOf(at.field);
    if (at.start < lengthOf(text) || at.part !== "paragraphs") return false;
    step("join_paragraphs", { story: at.story, index: at.index });
    return true;
  },
  ArrowUp: (at, event) => !event.shiftKey && atEdge(at, -1) && neighbour(at, -1, null),
  ArrowDown: (at, event) => !event.shiftKey && atEdge(at, 1) && neighbour(at, 1, 0),
  ArrowLeft: (at, event) => !event.shiftKey && at.end === 0 && neighbour(at, -1, Infinity),
  ArrowRight: (at, event) =>
    !event.shiftKey && at.start === lengthOf(textOf(at.field)) && neighbour(at, 1, 0),
};

// Whether the caret is in the first or last line of its field, as it is laid out.
function atEdge(at, by) {
  const range = document.getSelection().getRangeAt(0).cloneRange();
  range.collapse(by < 0);
  const line = range.getClientRects()[0] ?? at.field.getBoundingClientRect();
  const box = at.field.getBoundingClientRect();
  const height = line.height || 20;
  return by < 0 ? line.top - box.top < height : box.bottom - line.bottom < height;
}

function neighbour(at, by, offset) {
  const fields = [...stories.querySelectorAll("[data-part]")].filter((row) => !row.hidden);
  const next = fields[fields.indexOf(at.field) + by];
  if (!next) return false;
  const end = lengthOf(textOf(next));
  const place = offset === null ? Math.min(at.start, end) : Math.min(offset, end);
  const story = sheetOf(next).dataset.key;
  return putCaret({ story, part: next.dataset.part, index: index(next), offset: place });
}

export function leaveText() {
  const row = sheetOf(document.activeElement);
  document.getSelection().removeAllRanges();
  document.activeElement?.blur();
  row?.focus({ preventScroll: true });
  mark(row);
}

export function mark(row) {
  for (const old of stories.querySelectorAll(".sheet.current")) {
    if (old !== row) old.classList.remove("current");
  }
  row?.classList.add("current");
}

// The story that has the focus is the current one.
stories.addEventListener("focusin", (event) => mark(sheetOf(event.target)));
