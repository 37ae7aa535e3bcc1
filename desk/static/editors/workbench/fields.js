// The fields: which part of which story each is, its text, and the caret in it.

import { lengthOf, toPoints, toUnits } from "./text.js";

export const stories = document.querySelector("[data-stories]");
const known = new WeakMap();

export const fieldOf = (node) =>
  (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest?.("[data-part]") ??
  null;

export const sheetOf = (node) => node?.closest?.("[data-key]") ?? null;

export const sheet = (key) => document.getElementById(`story-${key}`);

export const sheets = () => [...stories.querySelectorAll(":scope > [data-key]")];

export function idOf(field) {
  return { story: sheetOf(field).dataset.key, part: field.dataset.part, index: index(field) };
}

export const index = (field) => Number(field.dataset.index ?? 0);

export const nameOf = ({ story, part, index: at }) => `${story}/${part}/${at}`;

export function find({ story, part, index: at = 0 }) {
  const rows = sheet(story)?.querySelectorAll(`[data-part="${CSS.escape(part)}"]`) ?? [];
  return [...rows].find((row) => index(row) === Number(at ?? 0)) ?? null;
}

// The field that the server calls by story, part and index.
export function named(name) {
  const [story, part, index] = name.split("/");
  return find({ story, part, index });
}

// Lines of a field are white space; where several lines were pasted stands U+2029, a paragraph's end.
export const textOf = (field) =>
  field.textContent.replaceAll("\n", " ").replaceAll("\u2029", "\n");

// The text that the server last gave or took.
export const knownOf = (field) => known.get(field) ?? textOf(field);

export function know(field, text = textOf(field)) {
  known.set(field, text);
}

export function put(field, text) {
  field.textContent = text;
  field.hidden = false;
}

// Where the caret, or what is marked, stands in its field, in characters; null outside of one.
export function caret() {
  const selection = document.getSelection();
  if (!selection?.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const field = fieldOf(range.startContainer);
  if (!field || !stories.contains(field)) return null;
  const text = textOf(field);
  const start = unitsTo(field, range.startContainer, range.startOffset);
  const end = field.contains(range.endContainer)
    ? unitsTo(field, range.endContainer, range.endOffset)
    : text.length;
  return { ...idOf(field), field, start: toPoints(text, start), end: toPoints(text, end) };
}

export function unitsTo(element, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(element);
  range.setEnd(node, offset);
  return range.toString().length;
}

// A range over characters of an element's text; it may hold several text nodes.
export function rangeIn(element, start, end = start) {
  const text = element.textContent;
  const range = document.createRange();
  range.setStart(...spot(element, toUnits(text, start)));
  range.setEnd(...spot(element, toUnits(text, end)));
  return range;
}

function spot(element, units) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = units;
  let last = null;
  while (walker.nextNode()) {
    last = walker.currentNode;
    if (left <= last.length) return [last, left];
    left -= last.length;
  }
  return last ? [last, last.length] : [element, 0];
}

// Returns whether there is such a field.
export function putCaret({ story, part, index: at, offset = 0, end = offset }) {
  const field = find({ story, part, index: at });
  if (!field) return false;
  field.hidden = false;
  field.focus({ preventScroll: true });
  const most = lengthOf(textOf(field));
  const range = rangeIn(field, Math.min(offset, most), Math.min(end, most));
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  reveal(field);
  return true;
}

export function reveal(element) {
  const pane = element.closest("[data-pane]");
  if (!pane) return;
  const box = element.getBoundingClientRect();
  const view = pane.getBoundingClientRect();
  if (box.top >= view.top + 56 && box.bottom <= view.bottom - 8) return;
  // A paragraph that is higher than the pane shows its beginning.
  pane.scrollTop += box.top - view.top - Math.max(64, (view.height - box.height) / 3);
}

export function makeEditable(root = stories) {
  for (const field of root.querySelectorAll("[data-part]")) {
    know(field);
    if (stories.dataset.readOnly !== undefined || field.closest("[data-fixed]")) continue;
    field.contentEditable = "plaintext-only";
    if (field.contentEditable !== "plaintext-only") field.contentEditable = "true";
  }
}
