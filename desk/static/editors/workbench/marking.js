// Marking over several paragraphs. Each is a field of its own, and the browser marks within one: with
// Shift held, or after "Mark up to …", a press or an arrow takes the mark on into others.

import { caret, fieldOf, find, idOf, rangeIn, sheetOf, stories, textOf, unitsTo } from "./fields.js";
import { onChange } from "./screen.js";
import { desk } from "./server.js";
import { lengthOf, toPoints } from "./text.js";

const lights = CSS.highlights ?? new Map();
const button = desk.querySelector("[data-mark-on]");
// Where the mark begins and where it goes to, each a paragraph of one story and an offset in it.
let mark = null;

// What is marked, if it is more than one paragraph: as the step `move_text` wants it.
export function markedOver() {
  if (!mark) return null;
  const { story } = mark;
  const [low, high] = inOrder();
  return { story, part: "paragraphs", index: low.index, start: low.offset, end: high.offset, more: high.index - low.index };
}

const inOrder = () =>
  mark.from.index <= mark.to.index ? [mark.from, mark.to] : [mark.to, mark.from];

const paragraph = (story, index) => find({ story, part: "paragraphs", index });

function put(next) {
  mark = next && next.from.index !== next.to.index ? next : null;
  const ranges = [];
  if (mark) {
    const [low, high] = inOrder();
    for (let at = low.index; at <= high.index; at += 1) {
      const field = paragraph(mark.story, at);
      const size = lengthOf(textOf(field));
      ranges.push(rangeIn(field, at === low.index ? low.offset : 0, at === high.index ? high.offset : size));
    }
  }
  if (typeof Highlight !== "undefined") lights.set("desk-marked", new Highlight(...ranges));
}

function onwards(on) {
  if (!button) return;
  button.ariaPressed = String(on);
}
const isOn = () => button?.ariaPressed === "true";

button?.addEventListener("click", () => onwards(!isOn()));

// Where the mark begins: at the caret, or where it began before.
function origin() {
  if (mark) return { story: mark.story, ...mark.from };
  const at = caret();
  return at?.part === "paragraphs" ? { story: at.story, index: at.index, offset: at.start } : null;
}

function pointed(event) {
  const spot = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const range = spot ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const node = spot?.offsetNode ?? range?.startContainer;
  const field = node && fieldOf(node);
  if (!field) return null;
  const units = unitsTo(field, node, spot?.offset ?? range.startOffset);
  return { ...idOf(field), offset: toPoints(textOf(field), units) };
}

stories.addEventListener("pointerdown", (event) => {
  if (event.target.closest("button")) return;
  const from = event.shiftKey || isOn() ? origin() : null;
  const to = from && pointed(event);
  onwards(false);
  if (!to || to.part !== "paragraphs" || to.story !== from.story || to.index === from.index) {
    put(null);
    return;
  }
  event.preventDefault();
  put({ story: from.story, from: { index: from.index, offset: from.offset }, to: { index: to.index, offset: to.offset } });
});
// The caret stays where the mark begins.
stories.addEventListener("mousedown", (event) => {
  if (mark && event.shiftKey) event.preventDefault();
});

// Takes the mark a paragraph further; returns whether there is one.
export function markOn(by) {
  const from = origin();
  if (!from) return false;
  const index = (mark?.to.index ?? from.index) + by;
  const field = paragraph(from.story, index);
  if (!field || sheetOf(field).dataset.key !== from.story) return false;
  const offset = index < from.index ? 0 : lengthOf(textOf(field));
  put({ story: from.story, from: { index: from.index, offset: from.offset }, to: { index, offset } });
  return true;
}

stories.addEventListener("input", () => put(null));
stories.addEventListener("keydown", (event) => {
  if (!event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) put(null);
});
onChange((answer) => {
  if (answer.html?.stories !== undefined) put(null);
});
