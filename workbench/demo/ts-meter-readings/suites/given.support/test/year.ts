import type { Reading } from "../src/meter.js";

/** A year in which the meter was replaced in August. */
export const year: readonly Reading[] = [
  { date: "2025-12-31", value: 41250 },
  { date: "2026-03-31", value: 43950 },
  { date: "2026-06-30", value: 44860, replaced: false },
  { date: "2026-08-14", value: 12, replaced: true },
  { date: "2026-09-30", value: 952 },
  { date: "2026-12-31", value: 3252 },
];
