// One workload on one peer: node main.mjs <peer> <workload> <jobs> <callers> <url>
// Says "R" when everything waits, goes when it reads a line, prints what it measured as JSON, and ends with its input.
import { createInterface } from 'node:readline';
import { workloads } from './workloads.mjs';

const peers = { graphile: './graphile.mjs', pgboss: './boss.mjs' };
const [peer, workload, jobs, callers, url] = process.argv.slice(2);
const { open } = await import(peers[peer]);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const system = await open(url);
const result = await workloads[workload](system, Number(jobs), Number(callers), async () => {
  console.log('R');
  await lines.next();
});
console.log(JSON.stringify(result));
await lines.next();
await system.close();
process.exit(0);
