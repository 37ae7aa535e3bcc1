// Source and stories follow each other: a place in one lights where it stands in the other.

import { caret, idOf, knownOf, putCaret, rangeIn, reveal, sheet, stories, textOf, unitsTo } from "./fields.js";
import { desk } from "./server.js";
import { onChange } from "./screen.js";
import { follow, toPoints, toUnits } from "./text.js";
import { showTab } from "./panes.js";

const source = desk.querySelector("[data-source]");
const lights = CSS.highlights ?? new Map();
let pieces = null;
let fields = null;

onChange(() => {
  pieces = fields = null;
});

// The pieces and the fields' runs in the order of the source, to be searched by halves.
function sourcePieces() {
  pieces ??= [...source.querySelectorAll("[data-start]")].map((piece) => ({
    piece,
    start: Number(piece.dataset.start),
    end: Number(piece.dataset.end),
  }));
  return pieces;
}

function runsOf(field) {
  let at = 0;
  const found = [];
  for (const run of (field.dataset.runs ?? "").split(",").filter(Boolean)) {
    const [start, length] = run.startsWith("-") ? [null, Number(run.slice(1))] : run.split("+").map(Number);
    if (start !== null) found.push({ field, start, end: start + length, at });
    at += length;
  }
  return found;
}

function fieldRuns() {
  fields ??= [...stories.querySelectorAll("[data-runs]")]
    .flatMap(runsOf)
    .sort((one, other) => one.start - other.start);
  return fields;
}

function search(rows, offset) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].end <= offset) low = middle + 1;
    else high = middle;
  }
  return rows[low] ?? null;
}

// Where a place in a field stood in the source; the field may have been typed in since.
function sourceOffset(field, start) {
  const now = textOf(field);
  const before = knownOf(field);
  const then = toPoints(before, follow(now, before, toUnits(now, start)));
  let best = null;
  for (const run of runsOf(field)) {
    if (run.at > then) return best ?? run.start;
    best = Math.min(run.start + then - run.at, run.end - 1);
  }
  return best;
}

export function lightSource(start, end = start + 1, { scroll = true } = {}) {
  const rows = sourcePieces();
  const ranges = [];
  for (let row = search(rows, start); row && row.start < end; row = rows[rows.indexOf(row) + 1]) {
    const low = Math.max(start, row.start) - row.start;
    ranges.push(rangeIn(row.piece, low, Math.min(end, row.end) - row.start));
  }
  if (typeof Highlight !== "undefined") lights.set("desk-twin", new Highlight(...ranges));
  if (!ranges.length || !scroll) return;
  const box = ranges[0].getBoundingClientRect();
  const view = source.getBoundingClientRect();
  if (box.height && (box.top < view.top + 24 || box.bottom > view.bottom - 24)) {
    source.scrollTop += box.top - view.top - view.height / 3;
  }
}

// The pieces of one story stand out; the attribute is on the pane, so that no piece is touched.
function lightStory(key) {
  if (source.dataset.lit === key) return;
  source.dataset.lit = key;
  for (const old of source.querySelectorAll(".lit")) old.classList.remove("lit");
  for (const piece of source.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) piece.classList.add("lit");
}

let frame = 0;
desk.addEventListener("desk:caret", ({ detail }) => {
  if (!detail || frame) return;
  frame = requestAnimationFrame(() => {
    frame = 0;
    const at = caret();
    if (!at) return;
    lightStory(at.story);
    const offset = sourceOffset(at.field, at.start);
    if (offset !== null) lightSource(offset, offset + Math.max(1, at.end - at.start));
  });
});

onChange(() => {
  const key = source.dataset.lit;
  delete source.dataset.lit;
  if (key) lightStory(key);
});

// Which character of the source is under the pointer, or marked.
function offsetAt(node, units) {
  const piece = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-start]");
  if (!piece) return null;
  return Number(piece.dataset.start) + toPoints(piece.textContent, unitsTo(piece, node, units));
}

export function markedSource() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!source.contains(range.startContainer) || !source.contains(range.endContainer)) return null;
  const start = offsetAt(range.startContainer, range.startOffset);
  const end = offsetAt(range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? null : { start, end };
}

function pointed(event) {
  if (document.caretPositionFromPoint) {
    const spot = document.caretPositionFromPoint(event.clientX, event.clientY);
    return spot && offsetAt(spot.offsetNode, spot.offset);
  }
  const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  return range && offsetAt(range.startContainer, range.startOffset);
}

source.addEventListener("click", (event) => {
  if (!document.getSelection().isCollapsed) return;
  const piece = event.target.closest("[data-key]");
  if (!piece?.dataset.key) return;
  const offset = pointed(event) ?? Number(piece.dataset.start);
  goTo(offset, piece.dataset.key);
});

// To the field that holds a character of the source; to its story where no field does.
export function goTo(offset, key = "") {
  const run = search(fieldRuns(), offset);
  const row = run && run.start <= offset ? run.field : null;
  if (!row && !sheet(key)) return false;
  showTab("stories");
  if (row) {
    putCaret({ ...idOf(row), offset: run.at + offset - run.start });
    flash(row);
  } else {
    reveal(sheet(key));
    flash(sheet(key));
  }
  return true;
}

export function flash(element) {
  element.classList.remove("flash");
  // Read to begin the movement anew.
  void element.offsetWidth;
  element.classList.add("flash");
  element.addEventListener("animationend", () => element.classList.remove("flash"), { once: true });
}

// The places of the findings are underlined in the texts, as far as they are known.
export function underline(rows) {
  if (typeof Highlight === "undefined") return;
  lights.set("desk-found", new Highlight(...rows));
}

