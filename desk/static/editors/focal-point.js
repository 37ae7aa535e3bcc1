// Chooses a photo's focal point on the picture itself: by a click, or by the arrow keys on its mark.
// Without this script one of nine places is chosen.

const form = document.querySelector("[data-focal]");
const image = form.querySelector("[data-focal-image]");
const cut = form.querySelector("[data-focal-cut]");
const exact = form.querySelector("[data-focal-exact]");
const radios = [...form.querySelectorAll("[name=point]")];
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const WIDE = 5;

const mark = document.createElement("button");
mark.type = "button";
mark.className = "focal-mark";
mark.setAttribute("aria-label", form.querySelector("[data-focal-help]").textContent);
image.after(mark);

const within = (value, most) => Math.min(Math.max(value, 0), most);
const usual = () => [50, image.height > image.width ? 33 : 50];
const read = () => {
  const value = radios.find((radio) => radio.checked)?.value;
  return value ? value.split("-").map(Number) : usual();
};

// The same part that the server cuts: the largest of that shape, the point in its middle.
function position(point, whole, part) {
  if (whole - part < 1) return "50%";
  return `${within(whole * point / 100 - part / 2, whole - part) / (whole - part) * 100}%`;
}

function show() {
  const [x, y] = read();
  const [width, height] = [image.naturalWidth || image.width, image.naturalHeight || image.height];
  const across = Math.min(width, height * 3 / 2);
  mark.style.left = `${x}%`;
  mark.style.top = `${y}%`;
  if (cut.dataset.whole) {
    cut.src = cut.dataset.whole;
    delete cut.dataset.whole;
  }
  cut.style.objectPosition = `${position(x, width, across)} ${position(y, height, across * 2 / 3)}`;
}

function choose(x, y) {
  const point = [within(Math.round(x), 100), within(Math.round(y), 100)];
  const radio = exact.querySelector("input");
  exact.hidden = false;
  radio.value = point.join("-");
  radio.checked = true;
  exact.querySelector("[data-focal-said]").textContent = `${point[0]} % / ${point[1]} %`;
  show();
}

if (!form.querySelector("fieldset").disabled) {
  form.querySelector("[data-focal-help]").hidden = false;
  image.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect();
    choose((event.clientX - box.left) / box.width * 100, (event.clientY - box.top) / box.height * 100);
    mark.focus();
  });
  mark.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [x, y] = read();
    const far = event.shiftKey ? 1 : WIDE;
    choose(x + step[0] * far, y + step[1] * far);
  });
  for (const radio of radios) radio.addEventListener("change", show);
} else {
  mark.disabled = true;
}
image.addEventListener("load", show);
show();
