import { toMinutes } from "./clock";

export type Zone = 1 | 2 | 3;

export interface Tap {
  at: string;
  zone: Zone;
}

export interface Charge {
  at: string;
  charged: number;
  transfer: boolean;
}

export interface Day {
  charges: Charge[];
  total: number;
}

export const DAY_CAP = 900;

const FARES: Record<Zone, number> = { 1: 220, 2: 310, 3: 420 };
const PEAK_START = toMinutes("07:00");
const PEAK_END = toMinutes("09:30");
const TRANSFER_MINUTES = 60;

function surchargeFor(fare: number, minute: number): number {
  if (minute < PEAK_START || minute >= PEAK_END) return 0;
  // 20 %, rounded up to a multiple of 10 cents.
  return Math.ceil(fare / 50) * 10;
}

/** Charge all taps of one day. */
export function chargeDay(taps: readonly Tap[]): Day {
  const sorted = taps
    .map((tap) => ({ ...tap, minute: toMinutes(tap.at) }))
    .sort((a, b) => a.minute - b.minute);

  const charges: Charge[] = [];
  let remaining = DAY_CAP;
  let last: { minute: number; zone: Zone } | undefined;

  for (const { at, zone, minute } of sorted) {
    if (last !== undefined && minute - last.minute < TRANSFER_MINUTES && zone <= last.zone) {
      charges.push({ at, charged: 0, transfer: true });
      last = { minute, zone };
      continue;
    }
    last = { minute, zone };

    const fare = Math.min(FARES[zone], remaining);
    remaining -= fare;
    charges.push({ at, charged: fare + surchargeFor(fare, minute), transfer: false });
  }

  const total = charges.reduce((sum, charge) => sum + charge.charged, 0);
  return { charges, total };
}
