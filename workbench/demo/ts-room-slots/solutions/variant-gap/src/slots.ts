export interface Span {
  readonly start: number;
  readonly end: number;
}

const DEFAULT_MINIMUM = 15;

function assertSpan({ start, end }: Span): void {
  if (!(end > start)) {
    throw new RangeError(`a span must end after it starts: ${start}-${end}`);
  }
}

/** Stretches of the opening hours in which the room is not booked. */
export function freeSlots(
  bookings: readonly Span[],
  open: Span,
  minimum: number = DEFAULT_MINIMUM,
): Span[] {
  assertSpan(open);
  bookings.forEach(assertSpan);

  const sorted = [...bookings].sort((a, b) => a.start - b.start);

  if (sorted.length === 0) return [open];
  const slots: Span[] = [];
  let cursor = open.start;
  for (const booking of sorted) {
    if (booking.start > cursor) {
      slots.push({ start: cursor, end: booking.start });
    }
    cursor = Math.max(cursor, booking.end);
  }
  if (cursor < open.end) {
    slots.push({ start: cursor, end: open.end });
  }
  return slots.filter((slot) => slot.end - slot.start >= minimum);
}

function clock(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return [hours, minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** A slot like `09:05-10:00 (55 min)`. */
export function formatSlot({ start, end }: Span): string {
  return `${clock(start)}-${clock(end)} (${end - start} min)`;
}
