// From one side of the desk to the next by a key or a link: what is pressed, source, findings,
// stories, outline.

import { goToStory, showTab } from "./panes.js";
import { desk } from "./server.js";
import { current } from "./steps.js";

const SIDES = ["bar", "source", "findings", "stories", "outline"];

export function toSide(by) {
  const at = document.activeElement.closest("[data-bar], [data-side]");
  const place = SIDES.indexOf(at?.dataset.side ?? "bar");
  goToSide(SIDES[(place + by + SIDES.length) % SIDES.length]);
}

function goToSide(name) {
  document.getSelection().removeAllRanges();
  if (name === "bar") {
    const bar = desk.querySelector("[data-bar]");
    (bar.querySelector("[data-do=save]") ?? bar.querySelector("button")).focus();
    return;
  }
  showTab(name);
  const pane = desk.querySelector(`[data-side="${name}"] [data-pane]:not([hidden])`);
  if (pane.dataset.stories !== undefined && current()) goToStory(current());
  else pane.focus();
}

desk.addEventListener("click", (event) => {
  const link = event.target.closest("[data-to-side]");
  if (!link) return;
  event.preventDefault();
  goToSide(link.dataset.toSide);
});
