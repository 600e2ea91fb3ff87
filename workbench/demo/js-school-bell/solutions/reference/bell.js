"use strict";

const WEEK = "Mon Tue Wed Thu Fri Sat Sun".split(" ");

function minutes(time) {
  const [hour, minute, ...rest] = time.split(":");
  const valid = rest.length === 0 && /^\d\d$/.test(hour) && /^\d\d$/.test(minute) && hour < 24 && minute < 60;
  if (!valid) throw new RangeError(`bad time ${time}`);
  return hour * 60 + Number(minute);
}

function index(day) {
  if (!WEEK.includes(day)) throw new RangeError(`bad day ${day}`);
  return WEEK.indexOf(day);
}

exports.nextBell = (schedule, now) => {
  const today = index(now.day);
  const clock = minutes(now.time);
  for (const bell of schedule) {
    minutes(bell.time);
    bell.days.forEach(index);
  }

  // Seven days on it is the same day of the week again, for what has rung earlier today.
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const day = WEEK[(today + ahead) % 7];
    const ringing = schedule
      .filter((bell) => bell.days.includes(day))
      .map(({ name, time }) => ({ name, day, time, inMinutes: ahead * 1440 + minutes(time) - clock }))
      .filter((bell) => bell.inMinutes > 0)
      .sort((a, b) => a.inMinutes - b.inMinutes);
    if (ringing.length > 0) return ringing[0];
  }
  return null;
};
