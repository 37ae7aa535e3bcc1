// Who else is on the page, while working; and whether one is still logged in, before it matters.

import { sheet, sheetOf } from "./fields.js";
import { isClean, tell } from "./keeping.js";
import { desk, LoggedOut, post, state } from "./server.js";
import { alarm } from "./signs.js";
import { ask } from "./steps.js";
import { word } from "./words.js";

const EVERY = 15_000;
const line = desk.querySelector("[data-others]");

function show(others) {
  line.hidden = others.length === 0;
  line.replaceChildren();
  for (const old of desk.querySelectorAll("[data-held]")) delete old.dataset.held;
  if (!others.length) return;
  const names = others.map((row) => {
    const place = row.story && sheet(row.story)?.dataset.place;
    if (place) sheet(row.story).dataset.held = row.name;
    return place ? word("also-in", { name: row.name, place }) : row.name;
  });
  line.append(word("also-here", { names: names.join(", ") }));
  for (const row of others.filter((one) => one.holds)) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: word("take-over"), className: "quiet-button" });
    button.addEventListener("click", () => ask("take", { story: row.story }));
    line.append(button);
  }
}

async function beat() {
  if (document.visibilityState === "hidden") return;
  try {
    const here = sheetOf(document.activeElement)?.dataset.key ?? "";
    const { number } = state;
    const answer = await post("pulse", { story: here });
    // The number of the pulse is another window's step: the next answer brings its text.
    state.number = number;
    desk.dataset.beat = "";
    show(answer.others ?? []);
    if (answer.user !== undefined && answer.user !== Number(desk.dataset.user)) throw new LoggedOut({ other: "?" });
    if (isClean()) alarm("");
  } catch (error) {
    tell(error);
  }
}

export function watch() {
  show(JSON.parse(desk.dataset.present ?? "[]"));
  beat();
  setInterval(beat, EVERY);
}
