"use strict";

const assert = require("node:assert/strict");
const { describe, it } = require("node:test");
const { setImmediate: pause } = require("node:timers/promises");

const { createSpooler } = require("../lib/spooler");

/** A printer that writes down what it gets and jams for the given documents. */
function printer(jams = {}) {
  const paper = [];
  const print = async (document) => {
    await pause();
    paper.push(document);
    if (jams[document] > 0) {
      jams[document] -= 1;
      throw new Error("paper jam");
    }
  };
  return { paper, print };
}

describe("run", () => {
  it("prints everything in order", async () => {
    const { paper, print } = printer();
    const spooler = createSpooler(print);
    spooler.add("a");
    spooler.add("b");
    spooler.add("c", { urgent: true });
    assert.deepEqual(await spooler.run(), { printed: [3, 1, 2], failed: [] });
    assert.deepEqual(paper, ["c", "a", "b"]);
  });

  it("prints one job at a time", async () => {
    let active = 0;
    let most = 0;
    const spooler = createSpooler(async () => {
      active += 1;
      most = Math.max(most, active);
      await pause();
      active -= 1;
    });
    for (const name of ["a", "b", "c"]) spooler.add(name);
    await spooler.run();
    assert.equal(most, 1);
  });

  it("prints jobs that are added meanwhile", async () => {
    const spooler = createSpooler(async (document) => {
      if (document === "a") {
        spooler.add("c");
        spooler.add("d", { urgent: true });
      }
    });
    spooler.add("a");
    spooler.add("b");
    assert.deepEqual(await spooler.run(), { printed: [1, 4, 2, 3], failed: [] });
  });

  it("cannot run twice at a time, but again afterwards", async () => {
    const spooler = createSpooler(async () => pause());
    spooler.add("a");
    const first = spooler.run();
    await assert.rejects(spooler.run(), Error);
    assert.deepEqual(await first, { printed: [1], failed: [] });
    assert.deepEqual(await spooler.run(), { printed: [], failed: [] });
  });

  it.skip("tries a jammed job again after all the others", async () => {
    const { paper, print } = printer({ photo: 1 });
    const spooler = createSpooler(print);
    spooler.add("photo", { urgent: true });
    spooler.add("ticket", { urgent: true });
    spooler.add("letter");
    assert.deepEqual(await spooler.run(), { printed: [2, 3, 1], failed: [] });
    assert.deepEqual(paper, ["photo", "ticket", "letter", "photo"]);
  });

  it("gives up after the second try", { skip: "hangs on the build server" }, async () => {
    const { print } = printer({ photo: 9 });
    const spooler = createSpooler(print);
    spooler.add("photo");
    spooler.add("letter");
    assert.deepEqual(await spooler.run(), { printed: [2], failed: [1] });
  });

  it.todo("cancels a job between its tries");
});
