"use strict";

function time(stamp) {
  const date = new Date(stamp);
  if (Number.isNaN(date.getTime())) throw new RangeError(`"${stamp}" is not a date`);
  return date.getTime();
}

function countKinds(events) {
  const kinds = {};
  for (const { kind } of events) kinds[kind] = 1 + (kinds[kind] || 0);
  return kinds;
}

exports.digest = function digest(events, { until, hours = 24 }) {
  const newest = time(until);
  const within = events
    .map((event) => ({ ...event, time: time(event.at) }))
    .filter((event) => event.time <= newest && event.time > newest - hours * 3_600_000);

  // By user, and by time for each user, so that the newest event closes a group.
  within.sort((a, b) => a.user.localeCompare(b.user) || a.time - b.time);

  const entries = [];
  let group = [];
  within.forEach((event, index) => {
    group.push(event);
    if (within[index + 1]?.user !== event.user) {
      entries.push({ user: event.user, total: group.length, kinds: countKinds(group), last: event.at });
      group = [];
    }
  });
  return entries;
};

exports.headline = function headline(entry) {
  const kinds = Object.keys(entry.kinds).sort();
  kinds.sort((a, b) => entry.kinds[b] - entry.kinds[a]);
  return `${entry.user}: ` + kinds.map((kind) => `${entry.kinds[kind]} ${kind}`).join(", ");
};
