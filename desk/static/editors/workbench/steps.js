// Operations: each is one step on the server that can be undone. What was typed goes first.

import { caret, find, know, sheetOf, sheets } from "./fields.js";
import { flush, inTurn, isClean, tell } from "./keeping.js";
import { markedOver } from "./marking.js";
import { show } from "./panes.js";
import { apply } from "./screen.js";
import { Behind, desk, LoggedOut, post, Refused, state, Unreachable } from "./server.js";
import { alarm, saved, say } from "./signs.js";
import { word } from "./words.js";

// Where the caret was last: a button takes the focus, not the place.
let last = null;

document.addEventListener("selectionchange", () => {
  const at = caret();
  if (at) last = at;
  desk.dispatchEvent(new CustomEvent("desk:caret", { detail: at }));
});

export function here() {
  const at = caret() ?? last;
  if (!at) return null;
  const field = at.field.isConnected ? at.field : find(at);
  return field ? { ...at, field } : null;
}

export const current = () =>
  sheetOf(document.activeElement) ?? desk.querySelector(".sheet.current") ?? sheets()[0] ?? null;

let working = 0;
export const busy = () => working > 0;

export async function ask(what, content = {}, options = {}) {
  working += 1;
  try {
    await flush();
    const answer = await inTurn(() => post(what, content, options));
    alarm("");
    if (answer.html || answer.number) saved(isClean() ? "kept" : "typing");
    apply(answer, options);
    const { tell: put = String } = options;
    // Undo takes back the last step: beside what was saved or submitted it would promise more.
    if (answer.told) say(put(answer.told), { undo: what === "steps" && answer.undo ? undo : null });
    return answer;
  } catch (error) {
    if (error instanceof Refused) say(error.message);
    else if (error instanceof Behind) return again(error, what, content, options);
    else if (error instanceof Unreachable || error instanceof LoggedOut) {
      say(word("no-step"));
      tell(error);
    } else throw error;
    return null;
  } finally {
    working -= 1;
    desk.dispatchEvent(new CustomEvent("desk:idle"));
  }
}

// The screen was behind. Where the stories read as before, the same is asked again; else it shows
// what there is now, and the person presses again if it still fits.
function again(error, what, content, options) {
  const { answer } = error;
  if (answer.conflicts !== undefined || answer.questions !== undefined) return options.onBehind(answer);
  if (answer.number !== undefined) state.number = answer.number;
  if (!apply(answer, options) && !options.again) return ask(what, content, { ...options, again: true });
  say(answer.message ?? word("other-tab"));
  return null;
}

export const step = (name, args) => ask("steps", { step: name, args });

// An image for a photo, or with `index` empty a new photo with it.
export function putImage(story, index, file) {
  const form = new FormData();
  form.set("do", JSON.stringify({ step: "put_image", args: { story, index } }));
  form.set("image", file);
  return ask("steps", form);
}

const turn = (what, name) => ask(what, {}, { tell: (told) => word(name, { what: told }) });
export const undo = () => turn("undo", "undone");
export const redo = () => turn("redo", "redone");

export function split() {
  const at = here();
  if (!at) return say(word("put-caret"));
  if (at.part !== "paragraphs") return step("split_story", { story: at.story, index: 0, at: 0 });
  return step("split_story", { story: at.story, index: at.index, at: at.start });
}

export function join(row, by) {
  const rows = sheets();
  const place = rows.indexOf(row);
  const other = rows[place + by];
  if (!other) return null;
  // The later one goes to the end of the one before it.
  const [into, story] = by < 0 ? [other, row] : [row, other];
  return step("join_stories", { story: story.dataset.key, into: into.dataset.key });
}

export function moveStory(row, by) {
  const place = Number(row.dataset.place) + by;
  if (place < 1 || place > sheets().length) return null;
  return step("reorder", { story: row.dataset.key, place });
}

// What is marked, or the whole paragraph at the caret.
export function moveTo(to) {
  const over = markedOver();
  if (over) return step("move_text", { ...over, to });
  const at = here();
  if (!at) return say(word("put-caret"));
  const args = { story: at.story, part: at.part, index: at.index, to };
  if (at.end > at.start) Object.assign(args, { start: at.start, end: at.end });
  return step("move_text", args);
}

export function setTruncated(row, truncated) {
  return step("set_truncated", { story: row.dataset.key, truncated });
}

export async function unfold(row, part) {
  const field = row.querySelector(`[data-part="${part}"]`);
  if (!field) return;
  field.hidden = false;
  field.focus();
}

// Buttons name their step; where it belongs is read off the sheet that they stand in.
desk.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || !desk.contains(button)) return;
  const row = sheetOf(button);
  const { dataset } = button;
  if (dataset.step === "reorder") moveStory(row, Number(dataset.by));
  else if (dataset.step) stepOf(button, row);
  else if (dataset.join) join(row, Number(dataset.join));
  else if (dataset.unfold) unfold(row, dataset.unfold);
  else if (dataset.addParagraph !== undefined) addParagraph(row);
  else if (dataset.unfoldJump) askJump(row, dataset.unfoldJump, button);
  else if (dataset.use) takeLayer(dataset);
  else if (dataset.moveTo) moveTo(dataset.moveTo);
  else if (dataset.caretStep === "split_story") split();
  else if (dataset.caretStep === "join_paragraphs") joinParagraph();
});

function stepOf(button, row) {
  const args = { ...(row ? { story: row.dataset.key } : {}), ...JSON.parse(button.dataset.args ?? "{}") };
  if (button.dataset.at !== undefined) {
    const at = here();
    if (!at || at.part !== "headline" || at.story !== args.story) return say(word("put-caret"));
    args.at = at.start;
  }
  button.closest("details")?.removeAttribute("open");
  return step(button.dataset.step, args);
}

async function takeLayer({ use: story, useLayer: layer }) {
  await show("edited");
  return step("use", { story, layer });
}

export function joinParagraph() {
  const at = here();
  if (at?.part !== "paragraphs") return say(word("put-caret"));
  return step("join_paragraphs", { story: at.story, index: at.index });
}

function addParagraph(row) {
  const rows = row.querySelectorAll('[data-part="paragraphs"]');
  const fresh = document.createElement("p");
  Object.assign(fresh, { className: "cell paragraphs", spellcheck: false, role: "textbox" });
  Object.assign(fresh.dataset, { part: "paragraphs", index: rows.length, runs: "" });
  fresh.ariaLabel = rows[0]?.ariaLabel ?? "";
  fresh.contentEditable = "plaintext-only";
  know(fresh, "");
  (rows[rows.length - 1] ?? row.querySelector(".signed")).after(fresh);
  fresh.focus();
}

function askJump(row, name, button) {
  const input = document.createElement("input");
  const label = document.createElement("label");
  input.size = 4;
  input.dataset.jump = name;
  label.append(`${button.textContent} `, input);
  button.replaceWith(label);
  input.focus();
}

desk.addEventListener("change", (event) => {
  const { target } = event;
  const row = sheetOf(target);
  if (target.matches("[data-truncated]")) setTruncated(row, target.checked);
  else if (target.matches("[data-step-select]")) {
    step(target.dataset.stepSelect, { story: row.dataset.key, [target.dataset.arg]: target.value });
  } else if (target.matches("[data-image]")) {
    if (target.files.length) putImage(row.dataset.key, target.dataset.image, target.files[0]);
    target.value = "";
  } else if (target.matches("[data-jump]")) {
    const { jump: part } = target.dataset;
    step("set_jump", { story: row.dataset.key, part, number: target.value.trim() });
  } else if (target.matches("[data-place-input]")) {
    const place = Number(target.value);
    if (Number.isInteger(place) && place > 0) step("reorder", { story: row.dataset.key, place });
    else target.value = row.dataset.place;
  } else if (target.matches("[data-move-select]") && target.value) {
    const to = target.value;
    target.value = "";
    moveTo(to);
  }
});

// Outside of a form Enter changes nothing by itself.
desk.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-place-input], [data-jump]")) event.target.blur();
});

// A press on a button leaves the caret where it is.
desk.addEventListener("pointerdown", (event) => {
  const button = event.target.closest("button");
  if (button && !button.closest("dialog")) event.preventDefault();
});

