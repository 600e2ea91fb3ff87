// Run with `node bell.check.js`; prints only what is wrong.
const { nextBell } = require("./bell");

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri"];
const schedule = [
  { name: "lesson", time: "08:00", days: WEEKDAYS },
  { name: "break", time: "09:30", days: ["Mon", "Wed"] },
  { name: "end", time: "13:15", days: WEEKDAYS },
];

const monday = nextBell(schedule, { day: "Mon", time: "08:10" });
console.assert(monday.name === "break", "break comes after the first lesson");
console.assert(monday.day === "Mon", "break is on the same day");
console.assert(monday.time === "09:30", "break is at half past nine");
console.assert(monday.inMinutes === 80, "minutes to the break");

const tuesday = nextBell(schedule, { day: "Tue", time: "08:10" });
console.assert(tuesday.name === "end", "no break on Tuesday");
console.assert(tuesday.inMinutes === 305, "minutes to the end");

const exact = nextBell(schedule, { day: "Wed", time: "09:30" });
console.assert(exact.name === "end", "a bell of this minute has rung");

const evening = nextBell(schedule, { day: "Thu", time: "20:00" });
console.assert(evening.name === "lesson", "the first lesson of the next day");
console.assert(evening.day === "Fri", "Friday follows Thursday");
console.assert(evening.inMinutes === 720, "twelve hours to go");

console.assert(nextBell([], { day: "Mon", time: "08:00" }) === null, "no bells at all");

let refused = false;
try {
  nextBell(schedule, { day: "Mon", time: "24:00" });
} catch (error) {
  refused = error instanceof RangeError;
}
console.assert(refused, "24:00 is not a time of day");
