import { describe, expect, it } from "vitest";

import { findBlock } from "../src/seats.js";

describe("findBlock", () => {
  it("finds the block of the example", () => {
    expect(findBlock(["..# ...", "... ..."], 2)).toEqual({ row: 1, start: 1 });
  });

  it("prefers the row further back", () => {
    expect(findBlock([".......", "......#", "######."], 1)).toEqual({ row: 2, start: 6 });
  });

  it("goes forward when a row has no room", () => {
    expect(findBlock(["#.....#", ".##.#.."], 3)).toEqual({ row: 0, start: 2 });
  });

  it("prefers the middle of the row", () => {
    expect(findBlock(["........."], 3)).toEqual({ row: 0, start: 3 });
    expect(findBlock(["........."], 1)).toEqual({ row: 0, start: 4 });
  });

  it("measures from the middle of the block", () => {
    expect(findBlock(["...#....."], 2)).toEqual({ row: 0, start: 4 });
    expect(findBlock([".....#..."], 2)).toEqual({ row: 0, start: 3 });
  });

  it("takes the left one of two that are equally near", () => {
    expect(findBlock([".#......#."], 1)).toEqual({ row: 0, start: 4 });
    expect(findBlock(["..##.##.."], 2)).toEqual({ row: 0, start: 0 });
  });

  it("counts the aisle when it measures the middle", () => {
    expect(findBlock(["....  ..#"], 1)).toEqual({ row: 0, start: 3 });
  });

  it("does not seat people across an aisle", () => {
    expect(findBlock([".. .."], 3)).toBeNull();
    expect(findBlock([".. ..."], 3)).toEqual({ row: 0, start: 3 });
  });

  it("finds nothing in a full or an empty hall", () => {
    expect(findBlock(["###", "## "], 1)).toBeNull();
    expect(findBlock([], 1)).toBeNull();
  });

  it.each([0, -1, 1.5])("refuses to seat %s people", (count) => {
    expect(() => findBlock(["..."], count)).toThrow(RangeError);
  });
});
