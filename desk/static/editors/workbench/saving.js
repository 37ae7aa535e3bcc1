// Saving and submitting: what touches somebody else's change, or leaves gaps, is asked.

import { apply } from "./screen.js";
import { desk, state } from "./server.js";
import { ask } from "./steps.js";

const dialogs = new Map(
  [...desk.querySelectorAll("[data-dialog]")].map((row) => [row.dataset.dialog, row]),
);

export const dialogOpen = () => [...dialogs.values()].some((row) => row.open);

export function help() {
  const dialog = dialogs.get("help");
  dialog.showModal();
  // The focus is on its button, below the list.
  dialog.scrollTop = 0;
}

// What was chosen by hand; what was not follows the proposal of the server.
const kinds = {};
desk.addEventListener("change", (event) => {
  if (!event.target.matches("[data-change-kind]")) return;
  kinds[event.target.closest("[data-key]").dataset.key] = event.target.value;
});

function confirmed(name, html) {
  const dialog = dialogs.get(name);
  dialog.querySelector("[data-dialog-body]").innerHTML = html;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes" ? dialog : null), { once: true });
  });
}

export function save(more = {}) {
  return ask("save", { kinds, ...more }, {
    onBehind: async (answer) => {
      if (answer.number !== undefined) state.number = answer.number;
      const dialog = await confirmed("conflicts", answer.conflicts);
      if (!dialog) return null;
      const resolve = { ...more.resolve };
      for (const row of dialog.querySelectorAll("[data-conflict]")) {
        resolve[row.dataset.conflict] = row.querySelector("input:checked").value;
      }
      return save({ ...more, resolve, asked: dialog.querySelector("[name=asked]").value });
    },
  });
}

export async function submit() {
  return ask("submit", { kinds }, {
    onBehind: async (answer) => {
      if (answer.conflicts !== undefined) return (await save()) && submit();
      state.number = answer.number;
      apply(answer, { focus: false });
      const dialog = await confirmed("submit", answer.questions);
      return dialog && ask("submit", { kinds, confirmed: answer.confirm });
    },
  });
}
