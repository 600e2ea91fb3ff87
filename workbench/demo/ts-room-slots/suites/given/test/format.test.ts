import { describe, expect, it } from "vitest";

import { formatSlot } from "../src/slots";

describe("formatSlot", () => {
  it("pads hours and minutes", () => {
    expect(formatSlot({ start: 545, end: 600 })).toBe("09:05-10:00 (55 min)");
  });

  it("counts minutes over hours", () => {
    expect(formatSlot({ start: 0, end: 1439 })).toBe("00:00-23:59 (1439 min)");
  });
});
