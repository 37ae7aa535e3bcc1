// The desk: one screen for one page. Each subject has a module; this one starts them.

import { makeEditable, putCaret } from "./fields.js";
import { leadTo, underlineAll } from "./findings.js";
import "./following.js";
import "./keys.js";
import { onAnswer, recover } from "./keeping.js";
import { fillTargets, targets } from "./panes.js";
import { watch } from "./presence.js";
import "./recolouring.js";
import { help, save, submit } from "./saving.js";
import { apply, remember } from "./screen.js";
import { desk } from "./server.js";
import { redo, undo } from "./steps.js";
import "./taking.js";
import "./typing.js";

remember();
makeEditable();
fillTargets();
targets();
underlineAll();
onAnswer((answer) => apply(answer));

const DO = { undo, redo, save: () => save(), submit, help };
desk.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) DO[button.dataset.do]();
});

const place = await recover();
const at = place ?? (desk.dataset.caret ? JSON.parse(desk.dataset.caret) : null);
if (location.hash) leadTo(location.hash.slice(1));
else if (at?.story) putCaret(at);
watch();
desk.dataset.ready = "";
performance.mark("desk-ready");
