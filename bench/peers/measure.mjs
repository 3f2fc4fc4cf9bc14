// Clocks, and the spread of a set of durations.
export const payload = (number) => ({ user_id: number, email: 'someone@example.com' });

export const now = () => Number(process.hrtime.bigint()) / 1e6;

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function timed(jobs, work) {
  const [startedAt, cpu] = [now(), process.cpuUsage()];
  await work();
  const elapsed = (now() - startedAt) / 1e3;
  const { user, system } = process.cpuUsage(cpu);
  return { jobs_s: Math.floor(jobs / elapsed), elapsed_s: elapsed, cpu_client_s: (user + system) / 1e6 };
}

export function spread(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  return { p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), max_ms: at(1) };
}

/** Counts jobs inside their handlers. */
export class Tally {
  expect(jobs) {
    this.left = jobs;
    return new Promise((resolve) => { this.done = resolve; });
  }

  count() {
    if (--this.left === 0) this.done();
  }
}
