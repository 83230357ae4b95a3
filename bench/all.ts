/**
 * Prints one table of all benchmarks, in Markdown, after what each of them prints.
 *
 *   npm run bench:all                  all of them, half an hour
 *   npm run bench:all -- --write       the same, and the table into `docs/figures.md`, which `npm run fix` aligns
 *   npm run bench:all planner fleet    these
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../sandbox/drive/node-red-place.js';
import { type Headline, headlinesVariable } from './headline.js';

/** By the command that runs each alone. */
const benchmarks: Readonly<Record<string, string>> = {
  planner: 'bench',
  peers: 'bench:peers',
  money: 'bench:money',
  battery: 'bench:battery',
  home: 'bench:home',
  fleet: 'bench:fleet',
  nodes: 'bench:nodes',
  footprint: 'bench:footprint',
  backtest: 'bench:backtest',
};

/** Runs a benchmark; throws when it fails, or has nothing to tell though it was not skipped. */
function headlinesOf(name: string, folder: string): Headline[] {
  const file = join(folder, name);
  const env = { ...process.env, [headlinesVariable]: file };
  const { status } = spawnSync(process.execPath, [join(__dirname, `${name}.js`)], { env, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${name} ended with ${status}`);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines.map((line) => JSON.parse(line));
}

/** Puts the table into the page that shows it. */
function write(table: string): void {
  const page = join(packageRoot, 'docs/figures.md');
  const marked = /(<!-- figures -->\n)[\s\S]*?(<!-- \/figures -->)/;
  const day = new Date().toISOString().slice(0, 10);
  const told = `Printed on ${day} with Node.js ${process.version} on ${cpus().length} cores of ${cpus()[0]?.model}.`;
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(marked, (_, open, close) => `${open}\n${told}\n\n${table}\n\n${close}`),
  );
}

function main(): void {
  const options = { write: { type: 'boolean', default: false } } as const;
  const { values, positionals: asked } = parseArgs({ options, allowPositionals: true });
  if (values.write && asked.length > 0) throw new Error('--write is for all of them');
  const unknown = asked.find((name) => benchmarks[name] === undefined);
  if (unknown !== undefined)
    throw new Error(`no benchmark ${unknown}; there are ${Object.keys(benchmarks).join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'nomos-bench-'));
  const rows: string[] = [];
  try {
    for (const [name, command] of Object.entries(benchmarks)) {
      if (asked.length > 0 && !asked.includes(name)) continue;
      console.log(`\n=== ${name}`);
      const found = headlinesOf(name, folder);
      const told = found.length > 0 ? found : [{ what: name, figure: 'skipped', beside: 'see above' }];
      for (const { what, figure, beside } of told) rows.push(`| ${what} | ${figure} | ${beside} | \`${command}\` |`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const table = `| what | here | beside it | npm run |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
  console.log(`\n${table}`);
  if (values.write) write(table);
}

main();
