import { cpus, totalmem } from 'node:os';
import { benchDue } from './due-bench.js';
import { benchFlood } from './flood-bench.js';
import { benchHugePull } from './huge-pull-bench.js';
import { benchLimits } from './limits-bench.js';
import { benchLists } from './list-bench.js';
import { benchPull } from './pull-bench.js';

/** Prints figures and ratios as JSON. Ratios compare what ran in one run on one machine; nothing is asserted. */
const wanted = process.argv.slice(2);
const benches: Record<string, () => Promise<Record<string, unknown>>> = {
  pull: () => benchPull(20_000),
  'pull-large': () => benchPull(200_000),
  'pull-huge': () => benchHugePull(Number(process.env['BENCH_INVOICES'] ?? 1_000_000), Number(process.env['BENCH_KILLS'] ?? 10)),
  limits: benchLimits,
  due: () => benchDue(Number(process.env['BENCH_COMPANIES'] ?? 1_000)),
  flood: () => benchFlood(Number(process.env['BENCH_PER_SECOND'] ?? 500), Number(process.env['BENCH_SECONDS'] ?? 60), 20),
  lists: benchLists,
};
/** Minutes to an hour each: run only by name. */
const long = ['pull-large', 'pull-huge', 'due', 'limits', 'flood'];

const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}
const figures: Record<string, unknown> = { node: process.version, cpus: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30) };
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 ? !wanted.includes(name) : long.includes(name)) continue;
  console.error(`bench ${name} …`);
  figures[name] = await bench();
}
console.log(JSON.stringify(figures, null, 2));
process.exit(0);
