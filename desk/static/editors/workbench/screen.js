// The pieces of HTML that the server sends take the place of those that differ.

import { caret, find, makeEditable, named, putCaret, reveal, sheet, sheets, stories, textOf } from "./fields.js";
import { desk } from "./server.js";
import { putBack } from "./keeping.js";
import { saved } from "./signs.js";
import { word } from "./words.js";

const source = desk.querySelector("[data-source]");
const outline = desk.querySelector("[data-outline]");
const findings = desk.querySelector("[data-findings]");
// The sheets as the server sent them: fields that were typed in differ from that.
const sent = new Map();
const listeners = new Set();

export const onChange = (listener) => listeners.add(listener);

export function remember() {
  for (const row of sheets()) sent.set(row.dataset.key, row.outerHTML);
}

// `answer.html` may hold all the pieces, or some; a sheet that did not change is left alone.
// Returns whether the stories read otherwise than before.
export function apply(answer, { focus = true } = {}) {
  const { html } = answer;
  let differs = false;
  if (html) {
    const at = caret();
    const before = signature();
    if (html.stories !== undefined) layStories(html.stories);
    differs = before !== signature();
    if (html.source !== undefined && !answer.unsent) keepScroll(source, () => renew(source, html.source));
    if (html.outline !== undefined) keepScroll(outline, () => setHtml(outline, html.outline));
    if (html.findings !== undefined) layFindings(html.findings);
    putBack();
    const place = answer.focus ?? (at && { ...at, field: null, offset: at.start, end: at.end });
    if (focus && place) lead(place, at !== null);
  }
  for (const [name, runs] of Object.entries(answer.runs ?? {})) {
    const field = named(name);
    if (field) field.dataset.runs = runs;
  }
  for (const name of ["undo", "redo"]) if (name in answer) button(name, answer[name]);
  if ("submit" in answer) submittable(answer.submit);
  if (answer.unsaved) marks(answer.unsaved, answer.changed);
  for (const listener of listeners) listener(answer);
  return differs;
}

// Who was in no text stays out of it, so that his next letter is a key and no character; an empty
// field was asked for.
function lead(place, inText) {
  const field = find(place);
  const asked = field && !textOf(field);
  if ((inText || asked) && putCaret(place)) return;
  const row = sheet(place.story);
  if (!row) return;
  row.focus({ preventScroll: true });
  reveal(field ?? row);
}

const signature = () =>
  [...stories.querySelectorAll("[data-part]")].map((field) => field.textContent).join("\n");

function setHtml(element, html) {
  element.innerHTML = html;
}

// Only what differs is put in anew: on a full page the browser would lay out and paint all of the
// source for one colour, and a key press would wait for it.
function renew(element, html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  put(element, holder.content);
}

function put(element, fresh) {
  const old = [...element.childNodes];
  const now = [...fresh.childNodes];
  const most = Math.min(old.length, now.length);
  let first = 0;
  while (first < most && old[first].isEqualNode(now[first])) first += 1;
  let last = 0;
  while (last < most - first && old.at(-1 - last).isEqualNode(now.at(-1 - last))) last += 1;
  const gone = old.slice(first, old.length - last);
  const come = now.slice(first, now.length - last);
  if (gone.length === 1 && come.length === 1 && isSameTag(gone[0], come[0])) {
    put(gone[0], come[0]);
    return;
  }
  const behind = old[old.length - last] ?? null;
  for (const node of gone) node.remove();
  for (const node of come) element.insertBefore(node, behind);
}

const isSameTag = (one, other) =>
  one instanceof Element && one.cloneNode().isEqualNode(other.cloneNode());

function keepScroll(element, work) {
  const { scrollTop } = element;
  work();
  element.scrollTop = scrollTop;
}

function layStories(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = [...holder.content.children];
  const keys = new Set(fresh.map((row) => row.dataset?.key));
  const { scrollTop } = stories;
  for (const row of [...stories.children]) if (!keys.has(row.dataset.key)) row.remove();
  let before = null;
  for (const row of fresh) {
    const { key } = row.dataset;
    const old = key ? sheet(key) : null;
    const text = row.outerHTML;
    let stands = old;
    if (!old || sent.get(key) !== text || isTyped(old)) {
      stands = row;
      sent.set(key, text);
      if (old) old.replaceWith(row);
      makeEditable(row);
    }
    const place = before ? before.nextElementSibling : stories.firstElementChild;
    if (stands !== place) stories.insertBefore(stands, place);
    before = stands;
  }
  stories.scrollTop = scrollTop;
}

const isTyped = (row) => row.hasAttribute("data-typed");

function layFindings(html) {
  const current = findings.querySelector(".current")?.dataset.finding;
  keepScroll(findings, () => setHtml(findings, html));
  if (current) findings.querySelector(`[data-finding="${current}"]`)?.classList.add("current");
  const open = findings.querySelectorAll(".question.is-open").length;
  for (const count of desk.querySelectorAll("[data-count]")) {
    count.textContent = open;
    count.classList.toggle("plain", open === 0);
  }
}

function button(name, what) {
  const row = desk.querySelector(`[data-do="${name}"]`);
  if (!row) return;
  row.disabled = !what;
  const key = name === "undo" ? "Ctrl+Z" : "Ctrl+Y";
  row.title = `${word(name)} (${key})${what ? `: ${what}` : ""}`;
}

function submittable(is) {
  const row = desk.querySelector("[data-do=submit]");
  if (row) row.disabled = !is;
}

// An order and what stands in no story are no story's: the page is changed, and none has a mark.
function marks(unsaved, changed = unsaved.length > 0) {
  const keys = new Set(unsaved);
  for (const row of sheets()) row.classList.toggle("is-unsaved", keys.has(row.dataset.key));
  if (!["typing", "browser"].includes(desk.dataset.saving)) saved(changed ? "kept" : "saved");
}

