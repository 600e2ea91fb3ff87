export type Span = Readonly<{ start: number; end: number }>;

export function freeSlots(bookings: readonly Span[], open: Span, minimum = 15): Span[] {
  if ([open, ...bookings].some(({ start, end }) => !(start < end))) {
    throw new RangeError("spans must end after they start");
  }
  // +1 where a booking begins, -1 where it ends; the time outside the opening hours is booked, too.
  const changes: [at: number, by: number][] = [
    [Number.NEGATIVE_INFINITY, 1],
    [open.start, -1],
    [open.end, 1],
  ];
  for (const { start, end } of bookings) {
    changes.push([start, 1], [end, -1]);
  }
  changes.sort(([a, byA], [b, byB]) => (a === b ? byB - byA : a - b));

  const slots: Span[] = [];
  let booked = 0;
  let freeSince: number | undefined;
  for (const [at, by] of changes) {
    booked += by;
    if (booked === 0) {
      freeSince = at;
    } else if (freeSince !== undefined) {
      if (at > freeSince && at - freeSince >= minimum) slots.push({ start: freeSince, end: at });
      freeSince = undefined;
    }
  }
  return slots;
}

export function formatSlot({ start, end }: Span): string {
  const two = (value: number): string => value.toString().padStart(2, "0");
  const time = (at: number): string => `${two((at - (at % 60)) / 60)}:${two(at % 60)}`;
  return `${time(start)}-${time(end)} (${end - start} min)`;
}
