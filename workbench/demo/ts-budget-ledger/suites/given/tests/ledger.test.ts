import { beforeEach, describe, expect, it } from "vitest";

import { Ledger, LedgerError, type Entry } from "../src/ledger";

describe("Ledger", () => {
  let ledger: Ledger;

  beforeEach(() => {
    ledger = new Ledger();
    ledger.apply([
      { kind: "income", envelope: "food", cents: 20000 },
      { kind: "income", envelope: "rent", cents: 90000 },
    ]);
  });

  it("starts empty", () => {
    const fresh = new Ledger();
    expect(fresh.balances()).toEqual({});
    expect(fresh.total).toBe(0);
    expect(fresh.balance("food")).toBe(0);
  });

  it("books income and expenses", () => {
    ledger.apply([
      { kind: "expense", envelope: "food", cents: 1250, note: "market" },
      { kind: "income", envelope: "food", cents: 50 },
    ]);
    expect(ledger.balance("food")).toBe(18800);
    expect(ledger.total).toBe(108800);
  });

  it("moves money between envelopes", () => {
    ledger.apply([{ kind: "transfer", from: "rent", to: "fun", cents: 2500 }]);
    expect(ledger.balances()).toEqual({ food: 20000, rent: 87500, fun: 2500 });
    expect(ledger.total).toBe(110000);
  });

  it("keeps an envelope that is used up", () => {
    ledger.apply([{ kind: "expense", envelope: "food", cents: 20000 }]);
    expect(ledger.balances()).toEqual({ food: 0, rent: 90000 });
  });

  it("refuses to overdraw an envelope", () => {
    expect(() => ledger.apply([{ kind: "expense", envelope: "food", cents: 20001 }])).toThrow(LedgerError);
    expect(() => ledger.apply([{ kind: "transfer", from: "fun", to: "food", cents: 1 }])).toThrow(LedgerError);
    expect(ledger.balances()).toEqual({ food: 20000, rent: 90000 });
  });

  it("books entries in order", () => {
    const entries: Entry[] = [
      { kind: "transfer", from: "rent", to: "fun", cents: 500 },
      { kind: "expense", envelope: "fun", cents: 500 },
    ];
    ledger.apply(entries);
    expect(ledger.balances()).toEqual({ food: 20000, rent: 89500, fun: 0 });
    expect(() => new Ledger().apply([...entries].reverse())).toThrow(LedgerError);
  });

  it("books nothing of a call that is refused", () => {
    const entries: Entry[] = [
      { kind: "income", envelope: "gifts", cents: 100 },
      { kind: "expense", envelope: "food", cents: 5000 },
      { kind: "expense", envelope: "rent", cents: 90001 },
    ];
    expect(() => ledger.apply(entries)).toThrow(LedgerError);
    expect(ledger.balances()).toEqual({ food: 20000, rent: 90000 });
  });

  it.each([0, -1, 0.5, Number.NaN])("refuses an amount of %d cents", (cents) => {
    expect(() => ledger.apply([{ kind: "income", envelope: "food", cents }])).toThrow(LedgerError);
    expect(ledger.total).toBe(110000);
  });

  it("refuses a transfer to the same envelope", () => {
    expect(() => ledger.apply([{ kind: "transfer", from: "food", to: "food", cents: 1 }])).toThrow(LedgerError);
    expect(ledger.balance("food")).toBe(20000);
  });

  it("hands out a copy of the balances", () => {
    ledger.balances()["food"] = 1;
    expect(ledger.balance("food")).toBe(20000);
  });
});
