"use strict";

exports.createSpooler = (print) => {
  let queue = []; // in the order of add, a second try at the end
  let ids = 0;
  let busy = false;

  const ordered = () => [...queue.filter((job) => job.urgent), ...queue.filter((job) => !job.urgent)];
  const take = (job) => {
    queue = queue.filter((other) => other !== job);
  };

  return {
    add(document, options) {
      ids += 1;
      queue.push({ id: ids, document, urgent: Boolean(options?.urgent), again: false });
      return ids;
    },

    cancel(id) {
      const job = queue.find((one) => one.id === id);
      if (job) take(job);
      return job !== undefined;
    },

    waiting: () => ordered().map((job) => job.id),

    async run() {
      if (busy) throw new Error("run() is not finished");
      busy = true;
      const result = { printed: [], failed: [] };
      for (let [job] = ordered(); job; [job] = ordered()) {
        take(job);
        const done = await Promise.resolve()
          .then(() => print(job.document))
          .then(() => true, () => false);
        if (done) result.printed.push(job.id);
        else if (job.again) result.failed.push(job.id);
        else queue.push({ ...job, urgent: false, again: true });
      }
      busy = false;
      return result;
    },
  };
};
