import { describe, expect, it } from "vitest";

import { freeSlots, type Span } from "../src/slots";

const OPEN: Span = { start: 480, end: 1080 };

const span = (start: number, end: number): Span => ({ start, end });

describe("freeSlots", () => {
  it("finds the slots of the example", () => {
    expect(freeSlots([span(540, 600), span(660, 720)], OPEN)).toEqual([
      span(480, 540),
      span(600, 660),
      span(720, 1080),
    ]);
  });

  it("is the whole day without bookings", () => {
    expect(freeSlots([], OPEN)).toEqual([span(480, 1080)]);
  });

  it("sorts the bookings", () => {
    expect(freeSlots([span(900, 1080), span(480, 600)], OPEN)).toEqual([span(600, 900)]);
  });

  it("has no slot between bookings that touch", () => {
    expect(freeSlots([span(480, 600), span(600, 1000)], OPEN)).toEqual([span(1000, 1080)]);
  });

  it("leaves out short slots", () => {
    const bookings = [span(494, 600), span(615, 1066)];
    expect(freeSlots(bookings, OPEN)).toEqual([span(600, 615)]);
    expect(freeSlots(bookings, OPEN, 14)).toEqual([span(480, 494), span(600, 615), span(1066, 1080)]);
  });

  it("refuses spans that do not end after they start", () => {
    expect(() => freeSlots([span(600, 600)], OPEN)).toThrow(RangeError);
    expect(() => freeSlots([], span(1080, 480))).toThrow(RangeError);
  });
});

function doubleBookings(): void {
  describe("double bookings", () => {
    it("joins bookings that overlap", () => {
      expect(freeSlots([span(480, 700), span(600, 1000)], OPEN)).toEqual([span(1000, 1080)]);
    });

    it("takes a booking inside another one for booked", () => {
      expect(freeSlots([span(480, 1000), span(600, 660)], OPEN)).toEqual([span(1000, 1080)]);
    });

    it("cuts bookings at the opening hours", () => {
      expect(freeSlots([span(400, 500), span(1000, 1200)], OPEN)).toEqual([span(500, 1000)]);
    });

    it("ignores bookings outside the opening hours", () => {
      expect(freeSlots([span(0, 480), span(1080, 1200)], OPEN)).toEqual([span(480, 1080)]);
    });
  });
}

export default doubleBookings;
