export type Reading = { date: string; value: number; replaced?: boolean };
export type Period = { from: string; to: string; used: number };

export class MeterError extends Error {
  constructor(message: string, readonly reading?: Reading) {
    super(message);
  }
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function days(date: string): number {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date)) throw new MeterError("date");
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8));
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = (LENGTHS[month - 1] ?? 0) + (leap && month === 2 ? 1 : 0);
  if (day < 1 || day > length) throw new MeterError(`no such day: ${date}`);
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

class Meter {
  readonly periods: Period[] = [];
  private last: Reading | null = null;

  constructor(private readonly size: number) {}

  read(reading: Reading): void {
    const { last } = this;
    if (last !== null && last.date === reading.date) throw new MeterError("same day", reading);
    if (last !== null && reading.replaced !== true) {
      const used = (reading.value - last.value + this.size) % this.size;
      this.periods.push({ from: last.date, to: reading.date, used });
    }
    this.last = reading;
  }
}

export function periods(readings: readonly Reading[], digits: number = 5): Period[] {
  const size = Math.pow(10, digits);
  const meter = new Meter(size);
  const ordered = readings.slice();
  ordered.sort((a, b) => days(a.date) - days(b.date));
  for (const reading of ordered) {
    days(reading.date);
    if (!Number.isInteger(reading.value)) throw new MeterError("whole numbers only", reading);
    if (reading.value < 0 || reading.value > size - 1) throw new MeterError("out of range", reading);
    meter.read(reading);
  }
  return meter.periods;
}

export function perDay({ from, to, used }: Period): number {
  return Math.round((100 * used) / (days(to) - days(from))) / 100;
}
