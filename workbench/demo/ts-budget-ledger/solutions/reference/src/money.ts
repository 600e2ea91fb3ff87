export type Cents = number;

export function parseMoney(text: string): Cents {
  const trimmed = text.trim();
  if (!/^-?[0-9]+(\.[0-9][0-9]?)?$/.test(trimmed)) throw new RangeError(`cannot read ${trimmed}`);
  return Math.round(Number(trimmed) * 100) + 0;
}

const euros = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export function formatMoney(cents: Cents): string {
  return euros.format(cents / 100).replaceAll(",", "'");
}
