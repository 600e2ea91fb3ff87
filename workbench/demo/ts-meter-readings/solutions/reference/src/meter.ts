export interface Reading {
  date: string;
  value: number;
  replaced?: boolean;
}

export interface Period {
  from: string;
  to: string;
  used: number;
}

export class MeterError extends Error {}

function parseDate(text: string): Date {
  const parts = /^(\d\d\d\d)-(\d\d)-(\d\d)$/.exec(text)?.slice(1).map(Number);
  const [year = 0, month = 0, day = 0] = parts ?? [];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (!parts || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    throw new MeterError(`there is no day ${text}`);
  }
  return date;
}

function validate(readings: readonly Reading[], highest: number): void {
  for (const { date, value } of readings) {
    parseDate(date);
    if (!(value >= 0 && value <= highest && value === Math.floor(value))) {
      throw new MeterError(`impossible value ${value}`);
    }
  }
  if (new Set(readings.map(({ date }) => date)).size < readings.length) {
    throw new MeterError("more than one reading on a day");
  }
}

/** One list of readings for each meter, in order of time. */
function byMeter(readings: readonly Reading[]): Reading[][] {
  const meters: Reading[][] = [[]];
  for (const reading of [...readings].sort((a, b) => (a.date < b.date ? -1 : 1))) {
    if (reading.replaced) meters.push([]);
    meters.at(-1)?.push(reading);
  }
  return meters;
}

export function periods(readings: readonly Reading[], digits = 5): Period[] {
  const highest = Number("9".repeat(digits));
  validate(readings, highest);
  return byMeter(readings).flatMap((meter) =>
    meter.slice(1).map(({ date, value }, index) => {
      const before = meter[index] as Reading;
      const used = value >= before.value ? value - before.value : highest - before.value + 1 + value;
      return { from: before.date, to: date, used };
    }),
  );
}

export function perDay(period: Period): number {
  const hours = (parseDate(period.to).getTime() - parseDate(period.from).getTime()) / 3_600_000;
  return Number(((period.used * 24) / hours).toFixed(2));
}
