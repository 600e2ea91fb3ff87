import { describe, expect, it, vi } from "vitest";

import { newCode } from "../src/pickup";

describe("newCode", () => {
  it("turns a random number into four digits", () => {
    expect(newCode(() => 0.4711)).toBe("4711");
  });

  it("keeps leading zeros", () => {
    expect(newCode(() => 0.0421)).toBe("0421");
    expect(newCode(() => 0)).toBe("0000");
  });

  it("reaches the highest code", () => {
    expect(newCode(() => 0.99999)).toBe("9999");
  });

  it("draws once", () => {
    const random = vi.fn(() => 0.5);
    newCode(random);
    expect(random).toHaveBeenCalledTimes(1);
  });

  it("gives different customers different codes", () => {
    const codes = Array.from({ length: 100 }, () => newCode());
    expect(new Set(codes).size).toBe(100);
  });
});
