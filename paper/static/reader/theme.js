// Runs before the page is painted, so that what a reader chose never flashes.
(() => {
  const root = document.documentElement;
  const choices = {
    theme: ["light", "dark", "sepia"],
    size: ["-1", "1", "2", "3"],
    leading: ["close", "wide"],
    face: ["sans"],
    elder: ["1"],
  };
  root.classList.add("js");
  try {
    for (const [name, values] of Object.entries(choices)) {
      const chosen = localStorage.getItem(name);
      if (values.includes(chosen)) root.dataset[name] = chosen;
    }
  } catch {
    // Storage may be forbidden; the page is the same without it.
  }
})();
