import type { Cents } from "./money";

export type Entry =
  | { kind: "income"; envelope: string; cents: Cents }
  | { kind: "expense"; envelope: string; cents: Cents; note?: string }
  | { kind: "transfer"; from: string; to: string; cents: Cents };

export class LedgerError extends Error {}

/** What an entry does to each envelope, what is taken away first. */
function movements(entry: Entry): [envelope: string, cents: Cents][] {
  switch (entry.kind) {
    case "income":
      return [[entry.envelope, entry.cents]];
    case "expense":
      return [[entry.envelope, -entry.cents]];
    case "transfer":
      return [
        [entry.from, -entry.cents],
        [entry.to, entry.cents],
      ];
  }
}

function replay(entries: readonly Entry[]): Map<string, Cents> {
  const result = new Map<string, Cents>();
  for (const entry of entries) {
    const valid = Number.isInteger(entry.cents) && entry.cents > 0;
    if (!valid) throw new LedgerError("cents must be a positive whole number");
    if (entry.kind === "transfer" && entry.from === entry.to) throw new LedgerError("same envelope");
    for (const [envelope, cents] of movements(entry)) {
      const after = (result.get(envelope) ?? 0) + cents;
      if (after < 0) throw new LedgerError(`${envelope} would be overdrawn`);
      result.set(envelope, after);
    }
  }
  return result;
}

export class Ledger {
  private readonly entries: Entry[] = [];

  apply(entries: readonly Entry[]): void {
    replay([...this.entries, ...entries]);
    this.entries.push(...entries.map((entry) => ({ ...entry })));
  }

  balance(envelope: string): Cents {
    return replay(this.entries).get(envelope) ?? 0;
  }

  balances(): Record<string, Cents> {
    return Object.fromEntries(replay(this.entries));
  }

  get total(): Cents {
    return [...replay(this.entries).values()].reduce((sum, cents) => sum + cents, 0);
  }
}
