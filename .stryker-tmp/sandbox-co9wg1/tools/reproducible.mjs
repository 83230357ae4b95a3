/**
 * Builds and packs the commit that is checked out twice, in two fresh clones, and compares the hashes of both packages:
 * whoever doubts what npm serves can build it again.
 */
// @ts-nocheck

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.env.npm_execpath;
if (npm === undefined) throw new Error('start it with: npm run test:reproducible');

const place = mkdtempSync(join(tmpdir(), 'nomos-packed-'));
try {
  const [first, second] = ['one', 'another-place'].map((name) => packed(join(place, name)));
  for (const { integrity, filename, size } of [first, second]) console.log(`${integrity}  ${filename} (${size} bytes)`);
  if (first.integrity !== second.integrity) throw new Error('two builds of one commit differ');
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** What npm says of the package built in a clone at `folder`. */
function packed(folder) {
  run('git', ['clone', '--quiet', root, folder], root);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  run(process.execPath, [npm, 'run', '--silent', 'build'], folder);
  const args = [npm, 'pack', '--json', '--dry-run', '--ignore-scripts'];
  return JSON.parse(run(process.execPath, args, folder))[0];
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
