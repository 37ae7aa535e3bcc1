// Runs before the page is painted, so that a chosen theme or text size never flashes.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
    const size = localStorage.getItem("size");
    if (["-1", "1", "2"].includes(size)) root.dataset.size = size;
  } catch {
    // Storage may be forbidden; the page is the same without it.
  }
})();
