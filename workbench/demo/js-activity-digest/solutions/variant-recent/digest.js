"use strict";

const parse = (stamp) => {
  const value = new Date(stamp).valueOf();
  if (!Number.isFinite(value)) throw new RangeError("invalid time stamp");
  return value;
};

module.exports.digest = (events, { until, hours = 24 }) => {
  const end = parse(until);
  const age = (event) => end - parse(event.at);
  const users = {};
  [...events]
    .filter((event) => age(event) >= 0 && age(event) < hours * 36e5)
    .sort((a, b) => age(a) - age(b))
    .forEach(({ user, kind, at }) => {
      users[user] ??= { user, total: 0, kinds: {}, last: at };
      users[user].total++;
      users[user].kinds[kind] ??= 0;
      users[user].kinds[kind]++;
    });
  return Object.values(users);
};

module.exports.headline = ({ user, kinds }) => {
  const order = (a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "en");
  return `${user}: ${Object.entries(kinds).sort(order).map(([kind, count]) => `${count} ${kind}`).join(", ")}`;
};
