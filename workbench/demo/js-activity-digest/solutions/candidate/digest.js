"use strict";

const HOUR_MS = 60 * 60 * 1000;

function toMillis(stamp) {
  const millis = Date.parse(stamp);
  if (Number.isNaN(millis)) throw new RangeError(`not a date: ${stamp}`);
  return millis;
}

/**
 * Summarise the activity of each user in the hours before `until`.
 *
 * @param {{ user: string, kind: string, at: string }[]} events
 * @param {{ until: string, hours?: number }} options
 */
function digest(events, { until, hours = 24 }) {
  const end = toMillis(until);
  const start = end - hours * HOUR_MS;
  const entries = new Map();

  for (const { user, kind, at } of events) {
    const time = toMillis(at);
    if (time <= start || time > end) continue;

    let entry = entries.get(user);
    if (!entry) {
      entry = { user, total: 0, kinds: {}, last: at };
      entries.set(user, entry);
    }
    entry.total += 1;
    entry.kinds[kind] = (entry.kinds[kind] ?? 0) + 1;
    if (time > toMillis(entry.last)) entry.last = at;
  }

  return [...entries.values()];
}

/** One line for an entry of the digest. */
function headline({ user, kinds }) {
  const parts = Object.entries(kinds)
    .sort(([kindA, countA], [kindB, countB]) => countB - countA || (kindA < kindB ? -1 : 1))
    .map(([kind, count]) => `${count} ${kind}`);
  return `${user}: ${parts.join(", ")}`;
}

module.exports = { digest, headline };
