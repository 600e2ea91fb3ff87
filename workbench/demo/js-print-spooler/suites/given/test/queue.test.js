"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { createSpooler } = require("../lib/spooler");

test("ids count up from one", () => {
  const spooler = createSpooler(async () => {});
  assert.equal(spooler.add("a"), 1);
  assert.equal(spooler.add("b", { urgent: true }), 2);
  assert.equal(spooler.add("c"), 3);
});

test("urgent jobs wait in front, each kind in the order of add", () => {
  const spooler = createSpooler(async () => {});
  spooler.add("a");
  spooler.add("b", { urgent: true });
  spooler.add("c");
  spooler.add("d", { urgent: true });
  assert.deepEqual(spooler.waiting(), [2, 4, 1, 3]);
});

test("cancel removes a waiting job", () => {
  const spooler = createSpooler(async () => {});
  spooler.add("a");
  spooler.add("b");
  assert.equal(spooler.cancel(1), true);
  assert.equal(spooler.cancel(1), false);
  assert.deepEqual(spooler.waiting(), [2]);
});
