const { digest } = require("../digest");

const UNTIL = "2026-05-04T06:00:00Z";

const at = (day, clock) => `2026-05-0${day}T${clock}:00Z`;

describe("digest", () => {
  it("is empty without events", () => {
    expect(digest([], { until: UNTIL })).toEqual([]);
  });

  it("counts the events of a user by kind", () => {
    const events = [
      { user: "ida", kind: "edit", at: at(3, "10:00") },
      { user: "ida", kind: "comment", at: at(3, "12:00") },
      { user: "ida", kind: "edit", at: at(3, "11:00") },
    ];
    expect(digest(events, { until: UNTIL })).toEqual([
      { user: "ida", total: 3, kinds: { edit: 2, comment: 1 }, last: at(3, "12:00") },
    ]);
  });

  it("has one entry for each user", () => {
    const events = [
      { user: "noor", kind: "edit", at: at(3, "10:00") },
      { user: "ida", kind: "share", at: at(3, "09:00") },
      { user: "noor", kind: "edit", at: at(3, "08:00") },
      { user: "emil", kind: "edit", at: at(4, "05:00") },
    ];
    expect(digest(events, { until: UNTIL })).toEqual([
      { user: "noor", total: 2, kinds: { edit: 2 }, last: at(3, "10:00") },
      { user: "ida", total: 1, kinds: { share: 1 }, last: at(3, "09:00") },
      { user: "emil", total: 1, kinds: { edit: 1 }, last: at(4, "05:00") },
    ]);
  });

  it("leaves out events that are too old or too new", () => {
    const events = [
      { user: "ida", kind: "edit", at: at(3, "06:00") },
      { user: "noor", kind: "edit", at: at(3, "06:01") },
      { user: "emil", kind: "edit", at: at(4, "06:01") },
      { user: "noor", kind: "edit", at: at(4, "06:00") },
    ];
    const entries = digest(events, { until: UNTIL });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toEqual({ user: "noor", total: 2, kinds: { edit: 2 }, last: at(4, "06:00") });
  });

  it("can look back further", () => {
    const events = [{ user: "ida", kind: "edit", at: at(1, "07:00") }];
    expect(digest(events, { until: UNTIL, hours: 72 })[0].total).toBe(1);
    expect(digest(events, { until: UNTIL, hours: 71 })).toEqual([]);
  });

  it("refuses dates that are none", () => {
    expect(() => digest([], { until: "tomorrow" })).toThrow(RangeError);
    expect(() => digest([{ user: "ida", kind: "edit", at: "?" }], { until: UNTIL })).toThrow(RangeError);
  });
});
