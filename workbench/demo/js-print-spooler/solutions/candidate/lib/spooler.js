"use strict";

/**
 * Create a spooler that prints jobs one at a time.
 *
 * @param {(document: unknown) => Promise<void>} print
 */
function createSpooler(print) {
  const urgentJobs = [];
  const normalJobs = [];
  let lastId = 0;
  let running = false;

  function add(document, { urgent = false } = {}) {
    lastId += 1;
    (urgent ? urgentJobs : normalJobs).push({ id: lastId, document, tries: 0, urgent });
    return lastId;
  }

  function cancel(id) {
    for (const jobs of [urgentJobs, normalJobs]) {
      const index = jobs.findIndex((job) => job.id === id);
      if (index !== -1) {
        jobs.splice(index, 1);
        return true;
      }
    }
    return false;
  }

  function waiting() {
    return [...urgentJobs, ...normalJobs].map((job) => job.id);
  }

  async function run() {
    if (running) throw new Error("the spooler is already running");
    running = true;
    const printed = [];
    const failed = [];
    try {
      while (urgentJobs.length > 0 || normalJobs.length > 0) {
        const job = urgentJobs.shift() ?? normalJobs.shift();
        try {
          job.tries += 1;
          await print(job.document);
          printed.push(job.id);
        } catch {
          if (job.tries > 1) failed.push(job.id);
          // Second try: back into the queue it came from.
          else (job.urgent ? urgentJobs : normalJobs).push(job);
        }
      }
    } finally {
      running = false;
    }
    return { printed, failed };
  }

  return { add, cancel, waiting, run };
}

module.exports = { createSpooler };
