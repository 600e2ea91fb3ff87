export type Random = () => number;

export function newCode(random: Random = Math.random): string {
  let rest = Math.floor(random() * 10_000);
  let code = "";
  for (let place = 0; place < 4; place += 1) {
    code = `${rest % 10}${code}`;
    rest = Math.floor(rest / 10);
  }
  return code;
}

interface Order {
  readonly code: string;
  readonly customer: string;
}

export class CounterList {
  private orders: Order[] = [];

  constructor(private readonly random: Random = Math.random) {}

  get size(): number {
    return this.orders.length;
  }

  add(customer: string): string {
    if (this.size === 10_000) throw new Error("counter is full");
    for (;;) {
      const code = newCode(this.random);
      if (!this.orders.some((order) => order.code === code)) {
        this.orders.push({ code, customer });
        return code;
      }
    }
  }

  handOut(code: string): string | undefined {
    const found = this.orders.find((order) => order.code === code);
    this.orders = this.orders.filter((order) => order !== found);
    return found?.customer;
  }
}
