// Who else is on the page, while working; and whether one is still logged in, before it matters.

import { sheet, sheetOf, stories } from "./fields.js";
import { isClean, tell } from "./keeping.js";
import { desk, LoggedOut, post } from "./server.js";
import { alarm, say } from "./signs.js";
import { ask } from "./steps.js";
import { word } from "./words.js";

const EVERY = 15_000;
const line = desk.querySelector("[data-others]");
const mayEdit = stories.dataset.readOnly === undefined;

function show(others) {
  line.hidden = others.length === 0;
  line.replaceChildren();
  for (const old of desk.querySelectorAll("[data-held]")) delete old.dataset.held;
  if (!others.length) return;
  line.append(word("also-here", { names: "" }));
  others.forEach((row, at) => {
    if (at) line.append(word("comma"));
    const place = row.story && sheet(row.story)?.dataset.place;
    if (place) sheet(row.story).dataset.held = row.name;
    line.append(place ? word("also-in", { name: row.name, place }) : row.name);
    if (place && mayEdit) line.append(takeOver(row));
  });
}

// Stands behind the name of whom it is taken from.
function takeOver(row) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: word("take-over"), title: row.editing });
  button.addEventListener("click", async () => {
    const answer = await ask("take", { story: row.story });
    if (answer?.others) show(answer.others);
  });
  return button;
}

async function beat() {
  if (document.visibilityState === "hidden") return;
  try {
    const here = sheetOf(document.activeElement)?.dataset.key ?? "";
    // Its number may be that of another window's step, or be older than a step of this one by now.
    const answer = await post("pulse", { story: here }, { number: false });
    desk.dataset.beat = "";
    show(answer.others ?? []);
    if (answer.taken) say(answer.taken);
    if (answer.user !== undefined && answer.user !== Number(desk.dataset.user)) throw new LoggedOut({ other: "?" });
    if (isClean()) alarm("");
  } catch (error) {
    tell(error);
  }
}

let story = "";
let soon = 0;
// Who goes on to another story says so at once, that is, when he stays there.
desk.addEventListener("focusin", (event) => {
  const key = sheetOf(event.target)?.dataset.key ?? story;
  if (key === story) return;
  story = key;
  clearTimeout(soon);
  soon = setTimeout(beat, 800);
});

export function watch() {
  beat();
  setInterval(beat, EVERY);
}
