// The workloads, over what every peer offers: insertMany, insert, work, stop.
import { Tally, now, payload, sleep, spread, timed } from './measure.mjs';

const perInsert = 1000;
const warmUp = 2000;

async function fill(system, jobs) {
  for (let first = 0; first < jobs; first += perInsert) {
    const count = Math.min(perInsert, jobs - first);
    await system.insertMany(Array.from({ length: count }, (_, index) => payload(first + index)));
  }
}

async function each(system, jobs, callers) {
  let next = 0;
  await Promise.all(Array.from({ length: callers }, async () => {
    while (next < jobs) await system.insert(payload(next++));
  }));
}

async function drainOnce(system, jobs) {
  const tally = new Tally();
  const all = tally.expect(jobs);
  await system.work({ forLatency: false, handle: () => tally.count() });
  await all;
}

async function drain(system, jobs, _, ready) {
  await fill(system, warmUp);
  await drainOnce(system, warmUp);
  await system.stop();
  await fill(system, jobs);
  await ready();
  const result = await timed(jobs, () => drainOnce(system, jobs));
  await system.stop();
  return result;
}

async function latency(system, jobs, _, ready) {
  let delays = [];
  await system.work({ forLatency: true, handle: (job) => delays.push(now() - job.sent_at) });
  const send = async (count) => {
    const calls = [];
    let due = now();
    for (let number = 0; number < count; number++) {
      calls.push(system.insert({ ...payload(number), sent_at: now() }));
      due += 20;
      await sleep(Math.max(0, due - now()));
    }
    await Promise.all(calls);
    for (const until = now() + 10_000; delays.length < count && now() < until;) await sleep(50);
  };
  await send(50);
  delays = [];
  await ready();
  await send(jobs);
  await system.stop();
  return { ...spread(delays), ...(delays.length === jobs ? {} : { void: `${delays.length} of ${jobs} jobs ran` }) };
}

export const workloads = {
  drain,
  snapshot: drain,
  latency,
  async 'enqueue-bulk'(system, jobs, _, ready) {
    await fill(system, warmUp);
    await ready();
    return timed(jobs, () => fill(system, jobs));
  },
  async 'enqueue-each'(system, jobs, callers, ready) {
    await each(system, warmUp, callers);
    await ready();
    return timed(jobs, () => each(system, jobs, callers));
  },
};
