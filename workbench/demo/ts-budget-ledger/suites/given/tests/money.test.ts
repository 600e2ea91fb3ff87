import { describe, expect, it } from "vitest";

import { formatMoney, parseMoney } from "../src/money";

describe("parseMoney", () => {
  it.each([
    ["12", 1200],
    ["12.5", 1250],
    ["0.07", 7],
    ["-0.05", -5],
    ["1.15", 115],
    ["-19.99", -1999],
    [" 7.00\n", 700],
  ])("reads %j", (text, cents) => {
    expect(parseMoney(text)).toBe(cents);
  });

  it("knows no negative zero", () => {
    expect(parseMoney("-0")).toBe(0);
    expect(parseMoney("-0.00")).toBe(0);
  });

  it.each(["", "1,50", "1.234", ".5", "5.", "+3", "--1", "1 000", "12 EUR", "1e3"])("refuses %j", (text) => {
    expect(() => parseMoney(text)).toThrow(RangeError);
  });
});

describe("formatMoney", () => {
  it("always has two decimals", () => {
    expect(formatMoney(0)).toBe("0.00");
    expect(formatMoney(5)).toBe("0.05");
    expect(formatMoney(1250)).toBe("12.50");
  });

  it("groups thousands", () => {
    expect(formatMoney(99999)).toBe("999.99");
    expect(formatMoney(100000)).toBe("1'000.00");
    expect(formatMoney(123456789)).toBe("1'234'567.89");
  });

  it("puts the sign in front", () => {
    expect(formatMoney(-5)).toBe("-0.05");
    expect(formatMoney(-123456)).toBe("-1'234.56");
  });
});
