// Turning pages by arrow keys and by a swipe: what the links of the page lead to.
const BUSY = "input, select, textarea, summary, dialog, [popover], [contenteditable]";
const FAR = 70;
const LONG = 700;

export function turnPages(older, newer) {
  const turn = (step) => (step < 0 ? older : newer)?.click();

  addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.closest?.(BUSY) || document.querySelector("dialog[open]")) return;
    turn(step);
  });

  let start = null;
  // The browser's own swipe would go back in its history.
  document.documentElement.style.overscrollBehaviorX = "none";
  addEventListener("touchstart", (event) => {
    const scrolls = event.target.closest?.(`${BUSY}, .strip`);
    const zoomed = (globalThis.visualViewport?.scale ?? 1) > 1;
    const [touch] = event.touches;
    start = event.touches.length === 1 && !scrolls && !zoomed
      ? { x: touch.clientX, y: touch.clientY, at: event.timeStamp } : null;
  }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!start || String(getSelection())) return;
    const [touch] = event.changedTouches;
    const across = touch.clientX - start.x, down = Math.abs(touch.clientY - start.y);
    if (Math.abs(across) > FAR && down < Math.abs(across) / 2 && event.timeStamp - start.at < LONG) {
      turn(across > 0 ? -1 : 1);
    }
    start = null;
  }, { passive: true });
}
