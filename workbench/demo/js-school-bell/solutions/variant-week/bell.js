"use strict";

const ORDER = { Mon: 0, Tue: 1, Wed: 2, Thu: 3, Fri: 4, Sat: 5, Sun: 6 };

function minuteOf(day, time) {
  if (!Object.hasOwn(ORDER, day)) throw new RangeError("unknown day");
  if (!/^\d\d:\d\d$/.test(time) || time > "23:59" || time.slice(3) > "59") throw new RangeError("unknown time");
  return ORDER[day] * 1440 + Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function nextBell(schedule, now) {
  const from = minuteOf(now.day, now.time);
  const week = schedule
    .flatMap(({ name, time, days }) => days.map((day) => ({ name, day, time, at: minuteOf(day, time) })))
    .sort((a, b) => a.at - b.at);
  if (week.length === 0) return null;
  const found = week.find((bell) => bell.at > from);
  const { at, ...bell } = found ?? week[0];
  return { ...bell, inMinutes: found ? at - from : at - from + 7 * 1440 };
}

module.exports = { nextBell };
