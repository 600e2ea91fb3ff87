export interface Span {
  readonly start: number;
  readonly end: number;
}

function length(span: Span): number {
  const minutes = span.end - span.start;
  if (minutes > 0) return minutes;
  throw new RangeError("empty span");
}

/** What is left of a slot when a booking is taken out of it. */
function without(slot: Span, booking: Span): Span[] {
  if (booking.end <= slot.start || booking.start >= slot.end) return [slot];
  const before = { start: slot.start, end: booking.start };
  const after = { start: booking.end, end: slot.end };
  return [before, after].filter((rest) => rest.end > rest.start);
}

export function freeSlots(bookings: readonly Span[], open: Span, minimum = 15): Span[] {
  length(open);
  let slots: Span[] = [open];
  for (const booking of bookings) {
    length(booking);
    slots = slots.flatMap((slot) => without(slot, booking));
  }
  return slots.filter((slot) => length(slot) >= minimum).map(({ start, end }) => ({ start, end }));
}

export function formatSlot(slot: Span): string {
  const time = (minutes: number): string =>
    `${Math.trunc(minutes / 60)}`.padStart(2, "0") + ":" + `${minutes % 60}`.padStart(2, "0");
  return `${time(slot.start)}-${time(slot.end)} (${length(slot)} min)`;
}
