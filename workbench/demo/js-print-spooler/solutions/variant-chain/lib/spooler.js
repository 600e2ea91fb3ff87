"use strict";

class Spooler {
  #print;
  #jobs = { first: [], later: [] };
  #count = 0;
  #active = false;

  constructor(print) {
    this.#print = print;
  }

  add = (document, { urgent = false } = {}) => {
    const job = { id: ++this.#count, document, left: 2 };
    this.#jobs[urgent ? "first" : "later"].push(job);
    return job.id;
  };

  waiting = () => [...this.#jobs.first, ...this.#jobs.later].map(({ id }) => id);

  cancel = (id) => {
    const before = this.waiting().length;
    this.#jobs.first = this.#jobs.first.filter((job) => job.id !== id);
    this.#jobs.later = this.#jobs.later.filter((job) => job.id !== id);
    return this.waiting().length < before;
  };

  run = async () => {
    if (this.#active) throw new Error("busy");
    this.#active = true;
    const result = { printed: [], failed: [] };
    await this.#next(result);
    this.#active = false;
    return result;
  };

  async #next(result) {
    const job = this.#jobs.first.shift() ?? this.#jobs.later.shift();
    if (job === undefined) return;
    try {
      await this.#print(job.document);
      result.printed.push(job.id);
    } catch {
      job.left -= 1;
      if (job.left === 1) this.#jobs.later.push(job);
      else result.failed.push(job.id);
    }
    await this.#next(result);
  }
}

module.exports.createSpooler = (print) => new Spooler(print);
