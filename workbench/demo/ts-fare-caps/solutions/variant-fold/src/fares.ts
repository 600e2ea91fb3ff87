export type Zone = 1 | 2 | 3;
export type Tap = { at: string; zone: Zone };
export type Charge = { at: string; charged: number; transfer: boolean };
export type Day = { charges: Charge[]; total: number };

export const DAY_CAP = 900;

const BASE = new Map<Zone, number>([
  [1, 220],
  [2, 310],
  [3, 420],
]);

function minutes(at: string): number {
  const match = /^(\d\d):(\d\d)$/.exec(at);
  if (!match) throw new RangeError(`not a time: ${at}`);
  return 60 * Number(match[1]) + Number(match[2]);
}

function price(zone: Zone, minute: number): number {
  const base = BASE.get(zone) ?? 0;
  if (minute < 420 || minute >= 570) return base;
  const surcharge = base / 5;
  const odd = surcharge % 10;
  return base + surcharge + (odd === 0 ? 0 : 10 - odd);
}

interface Account extends Day {
  since: number;
  zone: number;
}

export function chargeDay(taps: readonly Tap[]): Day {
  const start: Account = { charges: [], total: 0, since: Number.NEGATIVE_INFINITY, zone: 0 };
  const { charges, total } = [...taps]
    .sort((a, b) => a.at.localeCompare(b.at))
    .reduce<Account>((account, { at, zone }) => {
      const minute = minutes(at);
      if (minute < account.since + 60 && zone <= account.zone) {
        return { ...account, charges: [...account.charges, { at, charged: 0, transfer: true }] };
      }
      const charged = Math.min(price(zone, minute), DAY_CAP - account.total);
      return {
        charges: [...account.charges, { at, charged, transfer: false }],
        total: account.total + charged,
        since: minute,
        zone,
      };
    }, start);
  return { charges, total };
}
