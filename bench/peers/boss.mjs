// pg-boss by its fastest path, four loops of fetch and complete; its worker, polling as often as it can, where latency is measured.
import PgBoss from 'pg-boss';

const queue = 'no-op';
const batchSize = 500;
const loops = 4;

export async function open(url) {
  const boss = new PgBoss({ connectionString: url, max: 32, supervise: false, schedule: false });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue(queue);
  let works = false;
  let running = [];

  async function loop(handle) {
    while (works) {
      const jobs = await boss.fetch(queue, { batchSize });
      if (jobs.length === 0) return;
      jobs.forEach((job) => handle(job.data));
      await boss.complete(queue, jobs.map((job) => job.id));
    }
  }

  return {
    insertMany: (payloads) => boss.insert(payloads.map((data) => ({ name: queue, data }))),
    insert: (payload) => boss.send(queue, payload),
    async work({ forLatency, handle }) {
      works = true;
      if (forLatency) {
        await boss.work(queue, { pollingIntervalSeconds: 0.5, batchSize }, async (jobs) => jobs.forEach((job) => handle(job.data)));
      } else {
        running = Array.from({ length: loops }, () => loop(handle));
      }
    },
    async stop() {
      works = false;
      await Promise.all(running);
      await boss.offWork(queue);
    },
    close: () => boss.stop({ graceful: false }),
  };
}
