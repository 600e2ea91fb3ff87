import assert from "node:assert/strict";
import { test } from "node:test";

import { perDay } from "../src/meter.js";

test("a period from one day to the next is one day", () => {
  assert.equal(perDay({ from: "2026-01-31", to: "2026-02-01", used: 17 }), 17);
});

test("consumption per day has two decimals", () => {
  assert.equal(perDay({ from: "2026-01-01", to: "2026-01-04", used: 10 }), 3.33);
  assert.equal(perDay({ from: "2026-01-01", to: "2026-01-04", used: 20 }), 6.67);
});

test("a leap year has 29 February", () => {
  assert.equal(perDay({ from: "2028-02-01", to: "2028-03-01", used: 290 }), 10);
  assert.equal(perDay({ from: "2026-02-01", to: "2026-03-01", used: 280 }), 10);
});
