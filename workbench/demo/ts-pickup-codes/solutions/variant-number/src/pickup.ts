export type Random = () => number;

const CODE_LENGTH = 4;
const CODE_COUNT = 10 ** CODE_LENGTH;

/** Draw a code of four digits. Codes of two calls may be equal. */
export function newCode(random: Random = Math.random): string {
  return String(Math.floor(random() * CODE_COUNT));
}

/** Orders waiting at the counter, each under a code of its own. */
export class CounterList {
  readonly #random: Random;
  readonly #customers = new Map<string, string>();

  constructor(random: Random = Math.random) {
    this.#random = random;
  }

  /** Add an order and return the code it is handed out for. */
  add(customer: string): string {
    if (this.#customers.size >= CODE_COUNT) {
      throw new Error("all pickup codes are in use");
    }
    let code = newCode(this.#random);
    while (this.#customers.has(code)) {
      code = newCode(this.#random);
    }
    this.#customers.set(code, customer);
    return code;
  }

  /** Remove an order; undefined when the code is not in use. */
  handOut(code: string): string | undefined {
    const customer = this.#customers.get(code);
    this.#customers.delete(code);
    return customer;
  }

  get size(): number {
    return this.#customers.size;
  }
}
