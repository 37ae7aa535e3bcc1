// The sides of the desk: on a phone one at a time; the outline; the earlier texts of the stories.

import { tabbed } from "../tabs.js";
import { caret, putCaret, reveal, sheet, sheetOf, sheets, stories } from "./fields.js";
import { onChange } from "./screen.js";
import { desk, get } from "./server.js";
import { say } from "./signs.js";
import { word } from "./words.js";

const outline = desk.querySelector("[data-outline]");
const layerPane = desk.querySelector("[data-layer-pane]");

export const showTab = tabbed(desk.querySelector(".desk-tabs"), desk.querySelector(".desk-grid"));

export function goToStory(row, { text = false } = {}) {
  if (!row) return;
  showTab("stories");
  show("edited");
  if (text) {
    const field = row.querySelector("[data-part]:not([hidden])");
    const { part, index } = field.dataset;
    putCaret({ story: row.dataset.key, part, index });
  } else {
    row.focus({ preventScroll: true });
  }
  reveal(row);
}

outline.addEventListener("click", (event) => {
  const link = event.target.closest("[data-go]");
  if (!link) return;
  event.preventDefault();
  goToStory(sheet(link.dataset.go));
});

// The outline says where one is, and offers each other story as a target for what is at the caret.
export function targets() {
  const at = caret();
  const row = sheetOf(document.activeElement);
  for (const line of outline.querySelectorAll("[data-row]")) {
    line.classList.toggle("current", line.dataset.row === row?.dataset.key);
  }
  const movable = at !== null && !at.field.closest("[data-fixed]");
  for (const button of outline.querySelectorAll("[data-move-to]")) {
    button.hidden = !movable || button.dataset.moveTo === at.story;
  }
  for (const button of desk.querySelectorAll("[data-caret-step], [data-mark-on]")) button.disabled = !movable;
  const select = desk.querySelector("[data-move-select]");
  if (select) select.disabled = !movable;
}

export function fillTargets() {
  const select = desk.querySelector("[data-move-select]");
  if (!select) return;
  const rows = [["", word("move-to")]];
  for (const row of sheets()) {
    rows.push([row.dataset.key, `${row.dataset.place} ${row.querySelector(".headline")?.textContent.slice(0, 16) ?? ""}`]);
  }
  for (const [value, name] of [["new", "new-story"], ["furniture", "furniture"], ["unassigned", "unassigned"]]) {
    rows.push([value, word(name)]);
  }
  select.replaceChildren(...rows.map(([value, text]) => new Option(text, value)));
}

onChange(() => {
  fillTargets();
  targets();
});
let leaving = 0;
desk.addEventListener("desk:caret", () => {
  clearTimeout(leaving);
  // The caret is nowhere for a moment on its way from one text to the next.
  leaving = setTimeout(targets, 30);
});
desk.addEventListener("focusin", () => {
  clearTimeout(leaving);
  leaving = setTimeout(targets, 30);
});

let shown = "edited";
export async function show(name) {
  if (shown === name) return;
  shown = name;
  for (const button of desk.querySelectorAll("[data-layer]")) {
    button.ariaPressed = String(button.dataset.layer === name);
  }
  const edited = name === "edited";
  stories.hidden = !edited;
  layerPane.hidden = edited;
  if (edited) return;
  showTab("stories");
  layerPane.textContent = word("loading");
  try {
    const { html } = await get("layers", `?show=${name}`);
    if (shown === name) layerPane.innerHTML = html;
  } catch (error) {
    say(error.message);
    show("edited");
  }
}

desk.addEventListener("click", (event) => {
  const button = event.target.closest("[data-layer]");
  if (button) show(button.dataset.layer);
  // A menu closes when something else is pressed, and by Esc.
  for (const menu of desk.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target) || event.target.closest(".menu-rows button")) menu.open = false;
  }
});

desk.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && desk.querySelector("[data-menu][open]");
  if (!menu) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector("summary").focus();
});
