import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { LockerBank, LockerError } from "../src/lockers.mjs";

function bankWith(sizes, codes = ["1111", "2222", "3333", "4444"]) {
  const left = [...codes];
  const compartments = sizes.map((size, index) => ({ id: `C${index + 1}`, size }));
  return new LockerBank(compartments, { newCode: () => left.shift(), holdDays: 3 });
}

describe("deposit", () => {
  it("returns the compartment and the code", () => {
    const bank = bankWith(["S"]);
    assert.deepEqual(bank.deposit({ parcel: "P1", size: "S", day: 1 }), { compartment: "C1", code: "1111" });
  });

  it("takes the smallest compartment that fits", () => {
    const bank = bankWith(["L", "M", "S", "M"]);
    assert.equal(bank.deposit({ parcel: "P1", size: "S", day: 1 }).compartment, "C3");
    assert.equal(bank.deposit({ parcel: "P2", size: "S", day: 1 }).compartment, "C2");
    assert.equal(bank.deposit({ parcel: "P3", size: "S", day: 1 }).compartment, "C4");
    assert.equal(bank.deposit({ parcel: "P4", size: "S", day: 1 }).compartment, "C1");
  });

  it("does not squeeze a parcel into a smaller compartment", () => {
    const bank = bankWith(["S", "M"]);
    assert.throws(() => bank.deposit({ parcel: "P1", size: "L", day: 1 }), LockerError);
    assert.deepEqual(bank.free(), { S: 1, M: 1, L: 0 });
  });

  it("uses a compartment again once it is empty", () => {
    const bank = bankWith(["M", "M"]);
    bank.deposit({ parcel: "P1", size: "M", day: 1 });
    bank.deposit({ parcel: "P2", size: "M", day: 1 });
    bank.collect("1111");
    assert.deepEqual(bank.deposit({ parcel: "P3", size: "S", day: 2 }), { compartment: "C1", code: "3333" });
  });

  it("draws again while a code is in use", () => {
    const bank = bankWith(["S", "S"], ["1111", "1111", "1111", "5555"]);
    bank.deposit({ parcel: "P1", size: "S", day: 1 });
    assert.equal(bank.deposit({ parcel: "P2", size: "S", day: 1 }).code, "5555");
    assert.equal(bank.collect("1111"), "P1");
  });

  it("refuses a parcel that is already here", () => {
    const bank = bankWith(["S", "S"]);
    bank.deposit({ parcel: "P1", size: "S", day: 1 });
    assert.throws(() => bank.deposit({ parcel: "P1", size: "S", day: 1 }), LockerError);
    assert.deepEqual(bank.free(), { S: 1, M: 0, L: 0 });
  });

  it("refuses an unknown size", () => {
    assert.throws(() => bankWith(["L"]).deposit({ parcel: "P1", size: "XL", day: 1 }), LockerError);
  });

  it("draws no code for a parcel it refuses", () => {
    const bank = bankWith(["S"]);
    assert.throws(() => bank.deposit({ parcel: "P1", size: "M", day: 1 }), LockerError);
    assert.equal(bank.deposit({ parcel: "P2", size: "S", day: 1 }).code, "1111");
  });
});
