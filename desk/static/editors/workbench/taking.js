// Text out of the source: what is marked there goes into a story, as the part that was chosen.

import { desk } from "./server.js";
import { markedSource } from "./following.js";
import { current, step } from "./steps.js";

const tools = desk.querySelector("[data-take-tools]");
let marked = null;

document.addEventListener("selectionchange", () => {
  const now = markedSource();
  if (now) marked = now;
  if (tools) tools.hidden = !now && !tools.contains(document.activeElement);
});

tools?.querySelector("[data-take-current]").addEventListener("click", () => {
  const row = current();
  if (!marked || !row) return;
  const part = tools.querySelector("[data-take-part]").value;
  step("take_up", { ...marked, to: row.dataset.key, part });
});
