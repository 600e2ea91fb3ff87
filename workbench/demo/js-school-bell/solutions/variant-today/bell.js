"use strict";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function toMinutes(time) {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new RangeError(`not a time of day: ${time}`);
  const [hours, minutes] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function nextBell(schedule, now) {
  if (!DAYS.includes(now.day)) throw new RangeError(`unknown day: ${now.day}`);
  const clock = toMinutes(now.time);
  const tomorrow = DAYS[DAYS.indexOf(now.day) + 1];
  const bells = schedule.map((bell) => ({ ...bell, at: toMinutes(bell.time) })).sort((a, b) => a.at - b.at);

  const today = bells.find((bell) => bell.days.includes(now.day) && bell.at > clock);
  if (today) return { name: today.name, day: now.day, time: today.time, inMinutes: today.at - clock };

  const later = bells.find((bell) => bell.days.includes(tomorrow));
  if (later) return { name: later.name, day: tomorrow, time: later.time, inMinutes: later.at - clock + 1440 };
  return null;
}

module.exports = { nextBell };
