export type Random = () => number;

const ALL_CODES: readonly string[] = Array.from({ length: 10000 }, (_, index) => `${10000 + index}`.slice(1));

export const newCode = (random: Random = Math.random): string => {
  const code = ALL_CODES[Math.floor(random() * ALL_CODES.length)];
  if (code === undefined) throw new RangeError("random() must be at least 0 and less than 1");
  return code;
};

export class CounterList {
  private readonly waiting: Record<string, string> = {};
  private readonly random: Random;

  constructor(random?: Random) {
    this.random = random ?? Math.random;
  }

  get size(): number {
    return Object.keys(this.waiting).length;
  }

  add(customer: string): string {
    if (ALL_CODES.every((code) => code in this.waiting)) throw new Error("no code left");
    const code = newCode(this.random);
    if (code in this.waiting) return this.add(customer);
    this.waiting[code] = customer;
    return code;
  }

  handOut(code: string): string | undefined {
    if (!Object.hasOwn(this.waiting, code)) return undefined;
    const customer = this.waiting[code];
    delete this.waiting[code];
    return customer;
  }
}
