export type Zone = 1 | 2 | 3;
export interface Tap { at: string; zone: Zone }
export interface Charge { at: string; charged: number; transfer: boolean }
export interface Day { charges: Charge[]; total: number }

export const DAY_CAP = 900;

const minuteOf = (at: string): number => Number(at.slice(0, 2)) * 60 + Number(at.slice(3));

/** What a tap costs before the cap. */
function fare({ at, zone }: Tap): number {
  const base = [0, 220, 310, 420][zone] ?? 0;
  const peak = at >= "07:00" && at < "09:30";
  return peak ? base + 10 * Math.ceil((base * 2) / 100) : base;
}

export function chargeDay(taps: readonly Tap[]): Day {
  const ordered = [...taps].sort((a, b) => minuteOf(a.at) - minuteOf(b.at));
  let paid: Tap | null = null;
  let left = DAY_CAP;
  const charges = ordered.map((tap): Charge => {
    const near: boolean = paid !== null && minuteOf(tap.at) < minuteOf(paid.at) + 60 && tap.zone <= paid.zone;
    if (near) return { at: tap.at, charged: 0, transfer: true };
    paid = tap;
    const charged = Math.min(fare(tap), left);
    left -= charged;
    return { at: tap.at, charged, transfer: false };
  });
  return { charges, total: DAY_CAP - left };
}
