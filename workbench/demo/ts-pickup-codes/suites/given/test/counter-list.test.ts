import { describe, expect, it } from "vitest";

import { CounterList } from "../src/pickup";

/** Returns the given numbers one after the other. */
function sequence(...numbers: number[]): () => number {
  let next = 0;
  return () => numbers[next++] ?? 0;
}

describe("CounterList", () => {
  it("hands out an order for its code", () => {
    const list = new CounterList(sequence(0.25, 0.75));
    expect(list.add("Olga")).toBe("2500");
    expect(list.add("Timo")).toBe("7500");
    expect(list.handOut("2500")).toBe("Olga");
    expect(list.size).toBe(1);
  });

  it("hands out an order only once", () => {
    const list = new CounterList(sequence(0.25));
    list.add("Olga");
    list.handOut("2500");
    expect(list.handOut("2500")).toBeUndefined();
  });

  it("knows nothing of codes that are not in use", () => {
    expect(new CounterList().handOut("1234")).toBeUndefined();
  });

  it("draws again while a code is in use", () => {
    const list = new CounterList(sequence(0.25, 0.25, 0.25, 0.5));
    list.add("Olga");
    expect(list.add("Timo")).toBe("5000");
    expect(list.handOut("2500")).toBe("Olga");
  });

  it("uses a code again after its order was handed out", () => {
    const list = new CounterList(sequence(0.25, 0.25));
    list.add("Olga");
    list.handOut("2500");
    expect(list.add("Timo")).toBe("2500");
  });

  it("throws when all codes are in use", () => {
    let next = 0;
    const list = new CounterList(() => (next++ % 10000) / 10000 + 0.00001);
    for (let count = 0; count < 10000; count += 1) list.add(`customer ${count}`);
    expect(list.size).toBe(10000);
    expect(() => list.add("one too many")).toThrow(Error);
  });
});
