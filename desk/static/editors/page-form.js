// Conveniences of the page form. Everything here can be done without it, too: rows stand ready,
// places are numbers, and the buttons submit forms.

const form = document.querySelector("[data-page-form]");

function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

function rows(set) {
  const add = set.querySelector("[data-add]");
  const total = set.querySelector("input[name$=-TOTAL_FORMS]");
  const blank = set.querySelector("template[data-blank]");
  for (const row of set.querySelectorAll(".row.blank")) row.hidden = true;
  add.hidden = false;
  add.addEventListener("click", () => {
    let row = set.querySelector(".row.blank[hidden]");
    if (!row) {
      const copy = blank.content.cloneNode(true);
      for (const part of copy.querySelectorAll("[name], [id], [for]")) {
        for (const name of ["name", "id", "for"]) {
          const value = part.getAttribute(name);
          if (value) part.setAttribute(name, value.replaceAll("__prefix__", total.value));
        }
      }
      row = copy.firstElementChild;
      total.value = Number(total.value) + 1;
      add.before(row);
    }
    row.hidden = false;
    row.classList.remove("blank");
    row.querySelector("input:not([type=hidden]), textarea")?.focus();
  });
  set.addEventListener("change", (event) => {
    if (event.target.matches("input[name$=-DELETE]")) {
      event.target.closest(".row").classList.toggle("gone", event.target.checked);
    }
  });
}

function renumber() {
  let place = 0;
  for (const card of form.querySelectorAll(".story-card[data-order]")) {
    place += 1;
    const input = card.querySelector("input[name$=-place]");
    if (input) input.value = place;
    card.querySelector("[data-number]").textContent = place;
  }
  mark();
}

function step(card, up) {
  const cards = [...form.querySelectorAll(".story-card[data-order]")];
  const other = cards[cards.indexOf(card) + (up ? -1 : 1)];
  if (!other) return;
  if (up) other.before(card);
  else other.after(card);
  renumber();
}

let dirty = false;
function mark() {
  dirty = true;
  const note = form.querySelector("[data-dirty]");
  if (note) note.hidden = false;
}

if (form) {
  for (const area of form.querySelectorAll("textarea")) grow(area);
  for (const set of form.querySelectorAll("[data-rows]")) rows(set);
  for (const button of form.querySelectorAll("[data-up], [data-down]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      step(button.closest(".story-card"), button.matches("[data-up]"));
      button.focus();
    });
  }
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) grow(event.target);
    mark();
  });
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.closest("[data-decide]")) dirty = false;
  });
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}

// An answer to a finding leaves what was typed into the stories alone.
document.addEventListener("submit", async (event) => {
  const answer = event.submitter?.closest("[data-decide]");
  if (!answer || answer.dataset.plainly) return;
  event.preventDefault();
  const body = new FormData();
  for (const field of answer.querySelectorAll("input, select")) body.append(field.name, field.value);
  body.set("csrfmiddlewaretoken", event.target.elements.csrfmiddlewaretoken.value);
  body.append(event.submitter.name, event.submitter.value);
  body.append("sharing", answer.dataset.sharing ?? "");
  const response = await fetch(answer.dataset.decide, {
    method: "POST",
    body,
    headers: { "X-Requested-With": "fetch" },
    credentials: "same-origin",
  });
  if (!response.ok && response.status !== 409) {
    dirty = false;
    answer.dataset.plainly = "1";
    event.submitter.click();
    return;
  }
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  const row = holder.content.querySelector(".finding");
  answer.closest(".finding").replaceWith(row);
  row.querySelector("button, input")?.focus();
  const count = document.querySelector("[data-open-count]");
  if (!count) return;
  const open = document.querySelectorAll(".findings .finding.is-open").length;
  count.textContent = open;
  count.classList.toggle("plain", open === 0);
});

// Enter in a reason answers its finding; the form round it would be saved.
document.addEventListener("keydown", (event) => {
  const answer = event.key === "Enter" && event.target.matches("input") && event.target.closest("[data-sharing]");
  if (!answer) return;
  event.preventDefault();
  (answer.querySelector("[data-enter]") ?? answer.querySelector("button")).click();
});
