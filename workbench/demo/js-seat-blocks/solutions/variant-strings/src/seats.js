function wanted(count) {
  if (!Number.isSafeInteger(count) || count <= 0) throw new RangeError(`cannot seat ${count}`);
  return ".".repeat(count);
}

export function findBlock(plan, count) {
  const text = wanted(count);
  for (const [back, line] of [...plan].reverse().entries()) {
    const starts = [];
    for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1)) starts.push(at);
    if (starts.length === 0) continue;
    const ideal = (line.length - count) / 2;
    const start = starts.reduce((best, at) => (Math.abs(at - ideal) < Math.abs(best - ideal) ? at : best));
    return { row: plan.length - 1 - back, start };
  }
  return null;
}

export function reserve(plan, { row, start }, count) {
  const text = wanted(count);
  const line = plan[row] ?? "";
  if (!(start >= 0) || !line.startsWith(text, start)) throw new RangeError("seats are not free");
  const copy = [...plan];
  copy[row] = `${line.slice(0, start)}${"#".repeat(count)}${line.slice(start + count)}`;
  return copy;
}
