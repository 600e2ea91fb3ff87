import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { MeterError, periods, type Reading } from "../src/meter.js";
import { year } from "./year.js";

const reading = (date: string, value: number): Reading => ({ date, value });

describe("periods", () => {
  it("sorts by date and passes zero", () => {
    const readings = [reading("2026-03-01", 140), reading("2026-01-01", 99900), reading("2026-02-01", 20)];
    assert.deepEqual(periods(readings), [
      { from: "2026-01-01", to: "2026-02-01", used: 120 },
      { from: "2026-02-01", to: "2026-03-01", used: 120 },
    ]);
  });

  it("does not change the readings", () => {
    const readings = [reading("2026-03-01", 140), reading("2026-01-01", 100)];
    periods(readings);
    assert.deepEqual(readings, [reading("2026-03-01", 140), reading("2026-01-01", 100)]);
  });

  it("has no period with fewer than two readings", () => {
    assert.deepEqual(periods([]), []);
    assert.deepEqual(periods([reading("2026-01-01", 7)]), []);
  });

  it("takes equal readings for no consumption", () => {
    assert.deepEqual(periods([reading("2026-01-01", 7), reading("2026-01-02", 7)]), [
      { from: "2026-01-01", to: "2026-01-02", used: 0 },
    ]);
  });

  it("respects the number of digits", () => {
    const readings = [reading("2026-01-01", 990), reading("2026-01-08", 15)];
    assert.equal(periods(readings, 3)[0]?.used, 25);
    assert.equal(periods(readings, 4)[0]?.used, 9025);
  });

  it("starts afresh with a new meter", () => {
    assert.deepEqual(periods(year), [
      { from: "2025-12-31", to: "2026-03-31", used: 2700 },
      { from: "2026-03-31", to: "2026-06-30", used: 910 },
      { from: "2026-08-14", to: "2026-09-30", used: 940 },
      { from: "2026-09-30", to: "2026-12-31", used: 2300 },
    ]);
  });

  it("accepts a first reading that is marked", () => {
    const readings = [{ date: "2026-01-01", value: 0, replaced: true }, reading("2026-01-31", 31)];
    assert.deepEqual(periods(readings), [{ from: "2026-01-01", to: "2026-01-31", used: 31 }]);
  });

  it("refuses values the meter cannot show", () => {
    assert.throws(() => periods([reading("2026-01-01", -1)]), MeterError);
    assert.throws(() => periods([reading("2026-01-01", 0.5)]), MeterError);
    assert.throws(() => periods([reading("2026-01-01", 100000)]), MeterError);
    assert.throws(() => periods([reading("2026-01-01", 1000)], 3), MeterError);
  });

  it("refuses dates that do not exist", () => {
    assert.throws(() => periods([reading("2026-02-30", 1)]), MeterError);
    assert.throws(() => periods([reading("2026-13-01", 1)]), MeterError);
    assert.throws(() => periods([reading("2026-2-7", 1)]), MeterError);
  });

  it("refuses two readings of the same date", () => {
    assert.throws(() => periods([reading("2026-01-01", 1), reading("2026-01-01", 2)]), MeterError);
  });
});
