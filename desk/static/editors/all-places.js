// All places of a word at one press. Without this script each is ticked for itself.

const line = document.querySelector("[data-all-places]");
const all = line.querySelector("input");
const places = [...document.querySelectorAll(".found-story [name^='place-']")];

function show() {
  const chosen = places.filter((place) => place.checked).length;
  all.checked = chosen === places.length;
  all.indeterminate = chosen > 0 && !all.checked;
}

all.addEventListener("change", () => {
  for (const place of places) place.checked = all.checked;
});
document.addEventListener("change", show);
line.hidden = places.length < 2;
show();
