export type Cents = number;

export function parseMoney(text: string): Cents {
  let rest = text.trim();
  const negative = rest.startsWith("-");
  if (negative) rest = rest.slice(1);
  const [euros = "", fraction, ...more] = rest.split(".");
  const digits = (part: string): boolean => part.length > 0 && [...part].every((c) => c >= "0" && c <= "9");
  if (!digits(euros) || more.length > 0) throw new RangeError("bad amount");
  if (fraction !== undefined && !(digits(fraction) && fraction.length <= 2)) throw new RangeError("bad cents");
  const cents = BigInt(euros + (fraction ?? "").padEnd(2, "0"));
  return Number(negative ? -cents : cents);
}

export function formatMoney(cents: Cents): string {
  const digits = BigInt(Math.abs(cents)).toString().padStart(3, "0");
  const groups: string[] = [];
  for (let end = digits.length - 2; end > 0; end -= 3) {
    groups.unshift(digits.slice(Math.max(0, end - 3), end));
  }
  return (cents < 0 ? "-" : "") + groups.join("'") + "." + digits.slice(-2);
}
