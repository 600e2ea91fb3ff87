import { dayNumber } from "./dates.js";

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

export class MeterError extends Error {
  override name = "MeterError";
}

function requireDay(date: string): number {
  const day = dayNumber(date);
  if (day === null) throw new MeterError(`not a date: ${date}`);
  return day;
}

/** Consumption between each reading and the next one by date. */
export function periods(readings: readonly Reading[], digits = 5): Period[] {
  const range = 10 ** digits;
  const sorted = readings
    .map((reading) => ({ ...reading, day: requireDay(reading.date) }))
    .sort((a, b) => a.value - b.value);

  const result: Period[] = [];
  let previous: (typeof sorted)[number] | undefined;
  for (const reading of sorted) {
    const { date, value, replaced = false } = reading;
    if (!Number.isInteger(value) || value < 0 || value >= range) {
      throw new MeterError(`a meter with ${digits} digits cannot show ${value}`);
    }
    if (previous !== undefined) {
      if (previous.day === reading.day) throw new MeterError(`two readings on ${date}`);
      if (!replaced) {
        const difference = value - previous.value;
        const used = difference < 0 ? difference + range : difference;
        result.push({ from: previous.date, to: date, used });
      }
    }
    previous = reading;
  }
  return result;
}

/** Consumption per day, rounded to two decimals. */
export function perDay({ from, to, used }: Period): number {
  const days = requireDay(to) - requireDay(from);
  return Math.round((used / days) * 100) / 100;
}
