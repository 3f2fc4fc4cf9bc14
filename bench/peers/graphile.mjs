// graphile-worker as its performance notes advise: a local queue of 500, completions in batches, 24 jobs at once.
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';

const logger = new Logger(() => () => {});

export async function open(url) {
  const pool = new pg.Pool({ connectionString: url, max: 32 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const utils = await makeWorkerUtils({ pgPool: pool, logger });
  await utils.migrate();
  let runner;
  return {
    insertMany: (payloads) => utils.addJobs(payloads.map((payload) => ({ identifier: 'no_op', payload }))),
    insert: (payload) => utils.addJob('no_op', payload),
    async work({ forLatency, handle }) {
      const batched = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 };
      runner = await run({
        pgPool: pool,
        logger,
        taskList: { no_op: async (payload) => handle(payload) },
        preset: { worker: { concurrentJobs: 24, ...(forLatency ? {} : batched) } },
        noHandleSignals: true,
      });
    },
    async stop() {
      await runner.stop();
    },
    async close() {
      await utils.release();
      await pool.end();
    },
  };
}
