function assertCount(count) {
  if (!(Number.isInteger(count) && count > 0)) throw new RangeError("count");
}

function blocks(plan, count) {
  const found = [];
  plan.forEach((line, row) => {
    [...line].forEach((_, start) => {
      const seats = line.slice(start, start + count);
      if (seats === ".".repeat(count)) {
        found.push({ row, start, off: Math.abs(start + count / 2 - line.length / 2) });
      }
    });
  });
  return found;
}

export const findBlock = (plan, count) => {
  assertCount(count);
  const [best] = blocks(plan, count).sort((a, b) => b.row - a.row || a.off - b.off || a.start - b.start);
  return best ? { row: best.row, start: best.start } : null;
};

export const reserve = (plan, block, count) => {
  assertCount(count);
  if (!blocks(plan, count).some(({ row, start }) => row === block.row && start === block.start)) {
    throw new RangeError("block is not free");
  }
  return plan.map((line, row) =>
    row === block.row
      ? Array.from(line, (seat, at) => (at >= block.start && at < block.start + count ? "#" : seat)).join("")
      : line,
  );
};
