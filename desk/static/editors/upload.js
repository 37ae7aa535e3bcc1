// Files may be dropped; the list says what was chosen. The input alone does the same without it.

const zone = document.querySelector("[data-drop] .drop-zone");
const input = zone?.querySelector("input[type=file]");
const list = document.querySelector("[data-chosen]");

function tell() {
  list.replaceChildren(
    ...[...input.files].map((file) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      const size = document.createElement("span");
      name.textContent = file.name;
      size.textContent = `${(file.size / 1024).toLocaleString(undefined, { maximumFractionDigits: 1 })} KB`;
      row.append(name, size);
      return row;
    }),
  );
}

if (zone && input && list) {
  input.addEventListener("change", tell);
  // Files may have been chosen before this was loaded, or be there from before a reload.
  tell();
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    zone.addEventListener(kind, () => zone.classList.remove("over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    const together = new DataTransfer();
    for (const file of [...input.files, ...event.dataTransfer.files]) together.items.add(file);
    input.files = together.files;
    tell();
  });
}
