import { chargeDay, DAY_CAP, type Tap } from "./fares";

/** Charges as `time amount`, a transfer marked with `t`. */
const summary = (...taps: Tap[]): string[] =>
  chargeDay(taps).charges.map(({ at, charged, transfer }) => `${at} ${charged}${transfer ? " t" : ""}`);

describe("fares", () => {
  it("charges nothing without taps", () => {
    expect(chargeDay([])).toEqual({ charges: [], total: 0 });
  });

  it("charges by zone", () => {
    expect(summary({ at: "10:00", zone: 1 })).toEqual(["10:00 220"]);
    expect(summary({ at: "10:00", zone: 2 })).toEqual(["10:00 310"]);
    expect(summary({ at: "10:00", zone: 3 })).toEqual(["10:00 420"]);
  });

  it("adds a rounded surcharge in the peak", () => {
    expect(summary({ at: "08:00", zone: 1 })).toEqual(["08:00 270"]);
    expect(summary({ at: "08:00", zone: 2 })).toEqual(["08:00 380"]);
    expect(summary({ at: "08:00", zone: 3 })).toEqual(["08:00 510"]);
  });

  it("knows when the peak starts and ends", () => {
    expect(summary({ at: "06:59", zone: 1 })).toEqual(["06:59 220"]);
    expect(summary({ at: "07:00", zone: 1 })).toEqual(["07:00 270"]);
    expect(summary({ at: "09:29", zone: 1 })).toEqual(["09:29 270"]);
    expect(summary({ at: "09:30", zone: 1 })).toEqual(["09:30 220"]);
  });

  it("sorts the taps by time", () => {
    expect(summary({ at: "18:00", zone: 1 }, { at: "10:00", zone: 2 })).toEqual(["10:00 310", "18:00 220"]);
  });
});

describe("transfers", () => {
  it("are free for less than an hour", () => {
    expect(summary({ at: "12:00", zone: 2 }, { at: "12:59", zone: 1 })).toEqual(["12:00 310", "12:59 0 t"]);
    expect(summary({ at: "12:00", zone: 2 }, { at: "13:00", zone: 1 })).toEqual(["12:00 310", "13:00 220"]);
  });

  it("count from the last tap that was paid", () => {
    const taps: Tap[] = [
      { at: "12:00", zone: 1 },
      { at: "12:40", zone: 1 },
      { at: "13:20", zone: 1 },
    ];
    expect(summary(...taps)).toEqual(["12:00 220", "12:40 0 t", "13:20 220"]);
  });

  it("do not lead into a higher zone", () => {
    expect(summary({ at: "12:00", zone: 1 }, { at: "12:10", zone: 2 })).toEqual(["12:00 220", "12:10 310"]);
  });
});

describe("daily cap", () => {
  it("charges only what is left", () => {
    const day = chargeDay([
      { at: "10:00", zone: 3 },
      { at: "13:00", zone: 3 },
      { at: "16:00", zone: 3 },
      { at: "19:00", zone: 1 },
    ]);
    expect(day.charges.map((charge) => charge.charged)).toEqual([420, 420, 60, 0]);
    expect(day.total).toBe(DAY_CAP);
  });

  it("works out a busy day", () => {
    const day = chargeDay([
      { at: "07:10", zone: 2 },
      { at: "07:55", zone: 1 },
      { at: "08:30", zone: 1 },
      { at: "12:00", zone: 3 },
      { at: "17:45", zone: 1 },
    ]);
    expect(day).toEqual({
      charges: [
        { at: "07:10", charged: 380, transfer: false },
        { at: "07:55", charged: 0, transfer: true },
        { at: "08:30", charged: 270, transfer: false },
        { at: "12:00", charged: 370, transfer: false },
        { at: "17:45", charged: 0, transfer: false },
      ],
      total: 1020,
    });
  });
});
