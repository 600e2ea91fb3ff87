import { describe, expect, it } from "vitest";

import { findBlock, reserve } from "../src/seats.js";

describe("reserve", () => {
  it("takes the seats", () => {
    expect(reserve(["..# ...", "... ..."], { row: 1, start: 1 }, 2)).toEqual(["..# ...", ".## ..."]);
  });

  it("does not change the plan it was given", () => {
    const plan = ["....", "...."];
    reserve(plan, { row: 0, start: 0 }, 4);
    expect(plan).toEqual(["....", "...."]);
  });

  it("fills a row block by block", () => {
    let plan = ["......"];
    plan = reserve(plan, findBlock(plan, 2), 2);
    expect(plan).toEqual(["..##.."]);
    plan = reserve(plan, findBlock(plan, 2), 2);
    expect(plan).toEqual(["####.."]);
  });

  it("refuses seats that are taken or an aisle", () => {
    expect(() => reserve(["..#."], { row: 0, start: 1 }, 2)).toThrow(RangeError);
    expect(() => reserve([".. ."], { row: 0, start: 1 }, 3)).toThrow(RangeError);
  });

  it("refuses places that do not exist", () => {
    expect(() => reserve(["...."], { row: 1, start: 0 }, 1)).toThrow(RangeError);
    expect(() => reserve(["...."], { row: 0, start: 3 }, 2)).toThrow(RangeError);
    expect(() => reserve(["...."], { row: 0, start: -1 }, 1)).toThrow(RangeError);
  });

  it("refuses to reserve no seat", () => {
    expect(() => reserve(["...."], { row: 0, start: 0 }, 0)).toThrow(RangeError);
  });
});
