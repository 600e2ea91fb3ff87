const FREE = ".";
const TAKEN = "#";

function checkCount(count) {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`count must be a whole number above 0, not ${count}`);
  }
}

/** Whether `count` seats from `start` on are free and next to each other. */
function isFree(row, start, count) {
  for (let place = start; place < start + count; place++) {
    if (row[place] !== FREE) return false;
  }
  return true;
}

/** Start of the best block of a row, or -1. */
function bestStart(row, count) {
  let best = -1;
  let bestDistance = Infinity;
  for (let start = 0; start + count <= row.length; start++) {
    if (!isFree(row, start, count)) continue;
    const distance = Math.abs(start - Math.floor(row.length / 2));
    if (distance < bestDistance) {
      best = start;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Find the best block of free seats next to each other.
 *
 * @param {readonly string[]} plan rows of the hall, the one at the screen first
 * @param {number} count
 * @returns {{ row: number, start: number } | null}
 */
export function findBlock(plan, count) {
  checkCount(count);
  for (let row = plan.length - 1; row >= 0; row--) {
    const start = bestStart(plan[row], count);
    if (start !== -1) return { row, start };
  }
  return null;
}

/** A new plan in which the block is taken. */
export function reserve(plan, { row, start }, count) {
  checkCount(count);
  const seats = plan[row];
  if (seats === undefined || !isFree(seats, start, count)) {
    throw new RangeError(`no ${count} free seats in row ${row} from ${start} on`);
  }
  const changed = seats.slice(0, start) + TAKEN.repeat(count) + seats.slice(start + count);
  return plan.with(row, changed);
}
