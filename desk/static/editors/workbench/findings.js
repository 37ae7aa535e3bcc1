// The findings between the two sides: going through them, and answering.

import { find, putCaret, rangeIn, reveal, sheet, textOf } from "./fields.js";
import { flash, goTo, lightSource, underline } from "./following.js";
import { goToStory, showTab } from "./panes.js";
import { onChange } from "./screen.js";
import { desk } from "./server.js";
import { say } from "./signs.js";
import { ask, step } from "./steps.js";
import { lengthOf } from "./text.js";
import { word } from "./words.js";

const list = desk.querySelector("[data-findings]");
const dialog = desk.querySelector("[data-dialog=answer]");

const open = () => [...list.querySelectorAll(".question.is-open")];
export const currentFinding = () => list.querySelector(".question.current");

const number = (value) => (value === "" || value === undefined ? null : Number(value));

function placeOf(row) {
  const { story, atPart, atIndex, atStart, atEnd } = row.dataset;
  const field = story && atPart ? find({ story, part: atPart, index: atIndex }) : null;
  return { field, start: number(atStart) ?? 0, end: number(atEnd) ?? 0 };
}

export function show(row, { edit = false } = {}) {
  for (const old of list.querySelectorAll(".current")) old.classList.remove("current");
  row.classList.add("current");
  reveal(row);
  const { spanStart, spanEnd, story } = row.dataset;
  const low = number(spanStart);
  if (low !== null) lightSource(low, number(spanEnd) ?? low + 1);
  const { field, start, end } = placeOf(row);
  if (edit) {
    showTab("stories");
    if (field) putCaret({ ...field.dataset, story, index: field.dataset.index, offset: start, end });
    else if (low === null || !goTo(low, story)) sheet(story)?.querySelector("[data-part]")?.focus();
    return;
  }
  const where = field ?? sheet(story);
  if (where) {
    reveal(where);
    flash(where);
  }
  row.focus({ preventScroll: true });
}

export function next(by) {
  const rows = open();
  if (!rows.length) return;
  const at = rows.indexOf(currentFinding());
  const place = at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length;
  show(rows[place]);
}

export function accept(row = currentFinding()) {
  if (!row) return;
  if (row.dataset.proposal === undefined) say(word("no-proposal"));
  else after(row, step("accept", { finding: Number(row.dataset.finding) }));
}

// Whether a story begins where the finding asks: split there, or joined with the one above.
export function begins(kind, row = currentFinding()) {
  if (!row) return;
  if (row.dataset.asksBeginning === undefined) say(word("no-beginning"));
  else after(row, step(kind, { finding: Number(row.dataset.finding) }));
}

export const edit = (row = currentFinding()) => row && show(row, { edit: true });

async function send(row, content) {
  const address = desk.dataset.finding.replace(/0\/$/, `${row.dataset.finding}/`);
  return after(row, ask("finding", content, { address, focus: false }));
}

// Answered: the next one is current.
async function after(row, asked) {
  const rows = open();
  const following = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  const key = following?.dataset.finding;
  const answer = await asked;
  const fresh = answer && key && list.querySelector(`.question.is-open[data-finding="${key}"]`);
  if (fresh) show(fresh);
  return answer;
}

export function answer(kind, row = currentFinding()) {
  if (!row) return;
  if (kind === "open" || (kind === "settled" && row.dataset.needsReason === undefined)) {
    send(row, { answer: kind });
    return;
  }
  const form = dialog.querySelector("form");
  form.reset();
  dialog.querySelector("[data-answer-title]").textContent = word(kind === "settled" ? "settle" : "ignore");
  dialog.querySelector("[data-answer-question]").textContent = row.querySelector(".question-text").textContent;
  dialog.querySelector("[data-scopes]").hidden = kind === "settled";
  dialog.querySelector("[data-answer-refused]").hidden = true;
  dialog.returnValue = "";
  dialog.dataset.kind = kind;
  dialog.dataset.row = row.dataset.finding;
  dialog.showModal();
  form.elements.reason.focus();
}

function submit() {
  const form = dialog.querySelector("form");
  const reason = form.elements.reason.value.trim();
  if (!reason) {
    const line = dialog.querySelector("[data-answer-refused]");
    line.textContent = word("give-reason");
    line.hidden = false;
    form.elements.reason.focus();
    return;
  }
  const row = list.querySelector(`[data-finding="${dialog.dataset.row}"]`);
  const { kind } = dialog.dataset;
  dialog.close();
  send(row, { answer: kind, reason, scope: kind === "ignored" ? form.elements.scope.value : "once" });
}

dialog.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "yes") return;
  event.preventDefault();
  submit();
});
dialog.addEventListener("click", (event) => {
  const preset = event.target.closest("[data-reason]");
  if (!preset) return;
  dialog.querySelector("form").elements.reason.value = preset.textContent;
  submit();
});

list.addEventListener("click", (event) => {
  const row = event.target.closest("[data-finding]");
  const button = event.target.closest("[data-answer]");
  if (!row) return;
  if (!button) return show(row);
  const kind = button.dataset.answer;
  if (kind === "accept") accept(row);
  else if (kind === "edit") edit(row);
  else if (kind === "begins" || kind === "goes_on") begins(kind, row);
  else answer(kind, row);
});

// What a question or an address names by its id: a finding, all of them, or a story.
export function leadTo(id) {
  const row = id && document.getElementById(id);
  if (!row || !desk.contains(row)) return;
  if (row.dataset.key !== undefined) {
    goToStory(row, { text: true });
  } else {
    showTab("findings");
    if (row.dataset.finding === undefined) next(1);
    else show(row);
  }
}

desk.addEventListener("click", (event) => {
  const link = event.target.closest("dialog .asked a, .returned-stories a");
  if (!link) return;
  event.preventDefault();
  link.closest("dialog")?.close("");
  leadTo(link.hash.slice(1));
});

desk.addEventListener("click", (event) => {
  const link = event.target.closest("[data-first-finding]");
  if (!link) return;
  event.preventDefault();
  const row = open().find((line) => line.dataset.story === link.dataset.firstFinding);
  if (row) {
    showTab("findings");
    show(row);
  }
});

export function underlineAll() {
  const ranges = [];
  for (const row of open()) {
    const { field, start, end } = placeOf(row);
    if (field && end > start && end <= lengthOf(textOf(field))) ranges.push(rangeIn(field, start, end));
  }
  underline(ranges);
}

onChange(underlineAll);
