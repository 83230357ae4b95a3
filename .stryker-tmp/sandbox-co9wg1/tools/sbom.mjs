/**
 * Prints a software bill of materials (CycloneDX) of the packages whose code is in the bundles: `dist/licenses.txt` names them
 * with their versions, npm describes them. What they declare to need but the bundles leave out is left out here, too. Needs a
 * build, and the npm registry.
 */
// @ts-nocheck

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.env.npm_execpath;
if (npm === undefined) throw new Error('start it with: npm run sbom');

const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const licences = readFileSync(join(root, 'dist', 'licenses.txt'), 'utf8');
const brought = [...licences.matchAll(/(?:^|-{80}\n\n)(\S+) (\S+) \(\S+\)\n\n/g)].map(([, ...pair]) => pair);
if (brought.length === 0) throw new Error('dist/licenses.txt names no package: build first');

const folder = mkdtempSync(join(tmpdir(), 'nomos-sbom-'));
try {
  const manifest = { name, version, license, dependencies: Object.fromEntries(brought) };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  run('install', '--package-lock-only', '--no-audit', '--no-fund');
  const whole = JSON.parse(run('sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'));
  console.log(JSON.stringify(shipped(whole), null, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function shipped(bill) {
  const components = bill.components.filter(({ name: own }) => brought.some(([named]) => named === own));
  const kept = new Set([bill.metadata.component, ...components].map((component) => component['bom-ref']));
  const dependencies = bill.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
  return { ...bill, components, dependencies };
}

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [npm, ...args], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
