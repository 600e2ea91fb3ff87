"use strict";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function toMinutes(time) {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new RangeError(`not a time of day: ${time}`);
  const [hours, minutes] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function nextBell(schedule, now) {
  const start = DAYS.indexOf(now.day);
  if (start === -1) throw new RangeError(`unknown day: ${now.day}`);
  const clock = toMinutes(now.time);

  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = DAYS[(start + ahead) % 7];
    for (const { name, time, days } of schedule) {
      const inMinutes = ahead * 24 * 60 + toMinutes(time) - clock;
      if (days.includes(day) && inMinutes > 0) {
        return { name, day, time, inMinutes };
      }
    }
  }
  return null;
}

module.exports = { nextBell };
