"use strict";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = DAYS.length * DAY_MINUTES;

/** Minutes since Monday, 00:00. */
function minuteOfWeek(day, time) {
  const dayIndex = DAYS.indexOf(day);
  if (dayIndex === -1) throw new RangeError(`unknown day: ${day}`);
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (!match) throw new RangeError(`not a time of day: ${time}`);
  return dayIndex * DAY_MINUTES + Number(match[1]) * 60 + Number(match[2]);
}

/**
 * Find the bell that rings next after `now`.
 *
 * @param {{ name: string, time: string, days: string[] }[]} schedule
 * @param {{ day: string, time: string }} now
 * @returns {{ name: string, day: string, time: string, inMinutes: number } | null}
 */
function nextBell(schedule, now) {
  const current = minuteOfWeek(now.day, now.time);
  let next = null;

  for (const { name, time, days } of schedule) {
    for (const day of days) {
      const distance = minuteOfWeek(day, time) - current;
      // A bell of this very minute, or earlier in the week, rings again next week.
      const inMinutes = distance > 0 ? distance : distance + WEEK_MINUTES;
      if (next === null || inMinutes < next.inMinutes) {
        next = { name, day, time, inMinutes };
      }
    }
  }
  return next;
}

module.exports = { nextBell };
