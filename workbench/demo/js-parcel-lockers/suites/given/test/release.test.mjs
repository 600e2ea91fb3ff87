import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { LockerBank, LockerError } from "../src/lockers.mjs";

describe("collect and expire", () => {
  let bank;

  beforeEach(() => {
    let next = 0;
    const compartments = [
      { id: "A1", size: "L" },
      { id: "A2", size: "M" },
      { id: "A3", size: "S" },
    ];
    bank = new LockerBank(compartments, { newCode: () => `code-${++next}`, holdDays: 3 });
    bank.deposit({ parcel: "lamp", size: "S", day: 10 });
    bank.deposit({ parcel: "book", size: "M", day: 10 });
    bank.deposit({ parcel: "sofa", size: "L", day: 12 });
  });

  it("hands out the parcel for its code", () => {
    assert.equal(bank.collect("code-2"), "book");
    assert.deepEqual(bank.free(), { S: 0, M: 1, L: 0 });
  });

  it("accepts a code only once", () => {
    bank.collect("code-1");
    assert.throws(() => bank.collect("code-1"), LockerError);
  });

  it("refuses an unknown code", () => {
    assert.throws(() => bank.collect("code-9"), LockerError);
  });

  it("keeps parcels for the whole holding time", () => {
    assert.deepEqual(bank.expire(13), []);
    assert.deepEqual(bank.free(), { S: 0, M: 0, L: 0 });
  });

  it("gives back overdue parcels, oldest first", () => {
    assert.deepEqual(bank.expire(14), ["lamp", "book"]);
    assert.deepEqual(bank.free(), { S: 1, M: 1, L: 0 });
    assert.deepEqual(bank.expire(16), ["sofa"]);
  });

  it("does not accept the code of an overdue parcel", () => {
    bank.expire(14);
    assert.throws(() => bank.collect("code-1"), LockerError);
    assert.equal(bank.collect("code-3"), "sofa");
  });

  it("holds parcels for seven days by default", () => {
    const plain = new LockerBank([{ id: "B1", size: "S" }], { newCode: () => "0000" });
    plain.deposit({ parcel: "hat", size: "S", day: 1 });
    assert.deepEqual(plain.expire(8), []);
    assert.deepEqual(plain.expire(9), ["hat"]);
  });
});
