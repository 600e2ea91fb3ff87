import type { Cents } from "./money";

export type Entry =
  | { kind: "income"; envelope: string; cents: Cents }
  | { kind: "expense"; envelope: string; cents: Cents; note?: string }
  | { kind: "transfer"; from: string; to: string; cents: Cents };

export class LedgerError extends Error {}

type Balances = Readonly<Record<string, Cents>>;

function change(balances: Balances, envelope: string, cents: Cents): Balances {
  const after = (Object.hasOwn(balances, envelope) ? (balances[envelope] ?? 0) : 0) + cents;
  if (after < 0) throw new LedgerError(`not enough in ${envelope}`);
  return { ...balances, [envelope]: after };
}

function book(balances: Balances, entry: Entry): Balances {
  const { cents } = entry;
  if (!(cents > 0 && cents % 1 === 0)) throw new LedgerError("amount");
  if (entry.kind === "income") return change(balances, entry.envelope, cents);
  if (entry.kind === "expense") return change(balances, entry.envelope, -cents);
  if (entry.from === entry.to) throw new LedgerError("transfer to the same envelope");
  return change(change(balances, entry.from, -cents), entry.to, cents);
}

export class Ledger {
  private state: Balances = {};

  apply(entries: readonly Entry[]): void {
    this.state = entries.reduce(book, this.state);
  }

  balance(envelope: string): Cents {
    return Object.hasOwn(this.state, envelope) ? (this.state[envelope] ?? 0) : 0;
  }

  balances(): Record<string, Cents> {
    return { ...this.state };
  }

  get total(): Cents {
    return Object.values(this.state).reduce((sum, cents) => sum + cents, 0);
  }
}
