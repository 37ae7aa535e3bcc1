// Offsets. The browser counts UTF-16, the server characters: they part at the first 𬭚.

export function toPoints(text, units) {
  let points = 0;
  for (let at = 0; at < units && at < text.length; points += 1) {
    at += text.codePointAt(at) > 0xffff ? 2 : 1;
  }
  return points;
}

export function toUnits(text, points) {
  let units = 0;
  for (let left = points; left > 0 && units < text.length; left -= 1) {
    units += text.codePointAt(units) > 0xffff ? 2 : 1;
  }
  return units;
}

export const lengthOf = (text) => toPoints(text, text.length);

// Where a place in `before` stands in `after`, when one passage between two equal ends changed.
export function follow(before, after, units) {
  if (before === after) return units;
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  if (units <= head) return units;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (units >= before.length - tail) return units + after.length - before.length;
  return Math.min(units, after.length - tail);
}
