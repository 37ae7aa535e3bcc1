// Asks for one short step after another, until nothing is left. Without this a button does it all.

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

async function work(box) {
  const form = box.querySelector("[data-job-form]");
  const token = form?.elements.csrfmiddlewaretoken.value;
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-job-words]");
  if (!token) return;
  form.hidden = true;
  for (let trouble = 0; trouble < 8; ) {
    try {
      const answer = await fetch(box.dataset.job, {
        method: "POST",
        headers: { "X-CSRFToken": token, "X-Requested-With": "step" },
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const now = await answer.json();
      const moved = bar && now.done > bar.value;
      if (bar) bar.value = now.done;
      if (words) words.textContent = now.words;
      if (!now.left) {
        location.assign(box.dataset.there);
        return;
      }
      trouble = 0;
      // Another tab is at it: look again in a moment.
      if (!moved) await pause(1000);
    } catch {
      trouble += 1;
      await pause(1000 * trouble);
    }
  }
  form.hidden = false;
}

for (const box of document.querySelectorAll("[data-job]")) work(box);
