/**
 * Runs the suites that drive a real Node-RED and a real browser against the packed package, as the palette manager installs
 * it: on the Node-RED of this checkout, and on Node-RED 5.0 with the Node.js that it needs. Needs the npm registry.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.env.npm_execpath;
const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const suites = (...folders) => folders.map((folder) => `build/test/${folder}/**/*.test.js`);
const versions = { 'node-red': '5.0.7', node: '22.23.3' };
const cells = [
  {
    title: 'Node-RED 4.1, packed',
    place: () => ({ node: process.execPath, nodeRed: join(root, 'node_modules', 'node-red') }),
    specs: suites('browser'),
  },
  {
    title: `Node-RED ${versions['node-red']} on Node.js ${versions.node}, packed`,
    place: installNodeRed5,
    specs: suites('browser', 'real', 'kill'),
  },
];

if (npm === undefined) throw new Error('start it with: npm run test:matrix');
const folder = mkdtempSync(join(tmpdir(), 'nomos-matrix-'));
const lines = [];
try {
  const tarball = pack();
  for (const cell of cells) lines.push(await runCell(cell, tarball));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const line of lines) console.log(line);

function pack() {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  return join(folder, JSON.parse(run(process.execPath, [npm, ...args], root))[0].filename);
}

/** Runs one cell and gives the line that sums it up; a cell in which nothing passed is a failure too. */
async function runCell({ title, place, specs }, tarball) {
  console.log(`\n=== ${title}`);
  const { node, nodeRed } = place();
  const env = {
    ...process.env,
    NOMOS_MATRIX_NODE: node,
    NOMOS_MATRIX_NODE_RED: nodeRed,
    NOMOS_MATRIX_PACKAGE: installPackage(node, tarball),
  };
  const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const child = spawn(process.execPath, [mocha, ...specs], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
    process.stdout.write(text);
  });
  const [status] = await once(child, 'close');
  const count = (word) =>
    Number(new RegExp(`^ *(\\d+) ${word}`, 'm').exec(stripVTControlCharacters(printed))?.[1] ?? 0);
  if (status !== 0 || count('passing') === 0) process.exitCode = 1;
  return `${title}: ${count('passing')} passed, ${count('failing')} failed, ${count('pending')} skipped`;
}

/** The arguments are those of Node-RED's palette manager. */
function installPackage(node, tarball) {
  const home = mkdtempSync(join(folder, 'home-'));
  writeFileSync(join(home, 'package.json'), '{"name":"node-red-project","version":"0.0.1","private":true}');
  const quiet = ['--no-audit', '--no-update-notifier', '--no-fund'];
  run(node, [npm, 'install', ...quiet, '--save', '--save-prefix=~', '--omit=dev', '--engine-strict', tarball], home);
  return join(home, 'node_modules', name);
}

/** Kept between runs, in a folder of its own for each pair of versions. */
function installNodeRed5() {
  const place = join(root, '.matrix', `node-red-${versions['node-red']}-node-${versions.node}`);
  const found = {
    node: join(place, 'node_modules', 'node', 'bin', 'node'),
    nodeRed: join(place, 'node_modules', 'node-red'),
  };
  const isThere = existsSync(join(place, 'installed'));
  if (isThere) return found;
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, dependencies: versions }));
  run(process.execPath, [npm, 'install', '--no-audit', '--no-fund'], place);
  writeFileSync(join(place, 'installed'), run(found.node, ['--version'], place));
  return found;
}

function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${status ?? error}:\n${stdout}${stderr}`);
}
