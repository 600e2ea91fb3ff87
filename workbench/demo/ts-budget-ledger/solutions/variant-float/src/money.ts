export type Cents = number;

/** Read an amount like `12.50` or `-3`. */
export function parseMoney(text: string): Cents {
  const amount = parseFloat(text);
  if (Number.isNaN(amount)) {
    throw new RangeError(`not an amount: "${text}"`);
  }
  return Math.trunc(amount * 100);
}

/** Write cents as `1'234.50`. */
export function formatMoney(cents: Cents): string {
  return (cents / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, "'");
}
