import { formatMoney, type Cents } from "./money";

export type Entry =
  | { kind: "income"; envelope: string; cents: Cents }
  | { kind: "expense"; envelope: string; cents: Cents; note?: string }
  | { kind: "transfer"; from: string; to: string; cents: Cents };

export class LedgerError extends Error {
  override name = "LedgerError";
}

export class Ledger {
  #balances = new Map<string, Cents>();

  /** Book all entries, or none of them when one is refused. */
  apply(entries: readonly Entry[]): void {
    const draft = new Map(this.#balances);
    for (const entry of entries) {
      Ledger.#book(draft, entry);
    }
    this.#balances = draft;
  }

  balance(envelope: string): Cents {
    return this.#balances.get(envelope) ?? 0;
  }

  balances(): Record<string, Cents> {
    return Object.fromEntries(this.#balances);
  }

  get total(): Cents {
    let sum = 0;
    for (const cents of this.#balances.values()) sum += cents;
    return sum;
  }

  static #book(balances: Map<string, Cents>, entry: Entry): void {
    if (!Number.isInteger(entry.cents) || entry.cents <= 0) {
      throw new LedgerError(`an amount must be a whole number of cents above 0: ${entry.cents}`);
    }
    const add = (envelope: string, cents: Cents): void => {
      const balance = (balances.get(envelope) ?? 0) + cents;
      if (balance < 0) {
        throw new LedgerError(`"${envelope}" is short of ${formatMoney(-balance)}`);
      }
      balances.set(envelope, balance);
    };

    switch (entry.kind) {
      case "income":
        add(entry.envelope, entry.cents);
        break;
      case "expense":
        add(entry.envelope, -entry.cents);
        break;
      case "transfer":
        if (entry.from === entry.to) {
          throw new LedgerError(`transfer from "${entry.from}" to itself`);
        }
        add(entry.from, -entry.cents);
        add(entry.to, entry.cents);
        break;
    }
  }
}
