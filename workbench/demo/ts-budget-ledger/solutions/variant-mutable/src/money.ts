export type Cents = number;

const AMOUNT = /^(-?)(\d+)(?:\.(\d{1,2}))?$/;

/** Read an amount like `12.50` or `-3`. */
export function parseMoney(text: string): Cents {
  const match = AMOUNT.exec(text.trim());
  if (match === null) {
    throw new RangeError(`not an amount: "${text}"`);
  }
  const [, sign, euros, fraction = ""] = match;
  const cents = Number(euros) * 100 + Number(fraction.padEnd(2, "0"));
  // `-0` would be -0, which is not equal to 0 everywhere.
  return sign === "-" && cents !== 0 ? -cents : cents;
}

/** Write cents as `1'234.50`. */
export function formatMoney(cents: Cents): string {
  const absolute = Math.abs(cents);
  const euros = String(Math.floor(absolute / 100)).replace(/\B(?=(\d{3})+$)/g, "'");
  const fraction = String(absolute % 100).padStart(2, "0");
  return `${cents < 0 ? "-" : ""}${euros}.${fraction}`;
}
