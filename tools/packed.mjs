/** What tests install: the package as the palette manager does it, which needs no registry, and from there what they run it in. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Packs what is built into a folder, and gives the path of the tarball. */
export function pack(folder) {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  return join(folder, JSON.parse(npm(process.execPath, args, root))[0].filename);
}

/** Installs a tarball for a Node.js in a new folder below `folder`, and gives where the package lies then. */
export function installPackage(node, tarball, folder) {
  const home = mkdtempSync(join(folder, 'home-'));
  writeFileSync(join(home, 'package.json'), '{"name":"node-red-project","version":"0.0.1","private":true}');
  // The arguments are those of Node-RED's palette manager, and no network.
  const quiet = ['--no-audit', '--no-update-notifier', '--no-fund', '--offline'];
  npm(node, ['install', ...quiet, '--save', '--save-prefix=~', '--omit=dev', '--engine-strict', tarball], home);
  return join(home, 'node_modules', name);
}

/** The `node_modules` with packages from the registry in these versions, kept between runs in `.matrix/<place>`; `more` is for npm. */
export function installKept(place, versions, more = []) {
  const folder = join(root, '.matrix', place);
  const modules = join(folder, 'node_modules');
  const sign = join(folder, 'installed');
  if (existsSync(sign)) return modules;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: versions }));
  npm(process.execPath, ['install', '--no-audit', '--no-fund', ...more], folder);
  writeFileSync(sign, '');
  return modules;
}

/** Runs npm with a Node.js and gives what it printed; throws where it fails. */
export function npm(node, args, cwd) {
  const path = process.env.npm_execpath;
  if (path === undefined) throw new Error('start it with: npm run');
  return run(node, [path, ...args], cwd);
}

/** Runs a command to its end and gives what it printed; throws, with all of that, where it fails. */
export function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${status ?? error}:\n${stdout}${stderr}`);
}
