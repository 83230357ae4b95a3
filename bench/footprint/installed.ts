import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';

/** This package as the palette manager installs it. */
export interface Installed {
  /** Its folder below `node_modules`. */
  readonly folder: string;
  readonly packedKb: number;
  /** All that the installation put there, packages it stands on included. */
  readonly onDiskMb: number;
  /** Files that hold the chart library. */
  readonly charts: readonly string[];
  /** Files that name a source map; none is published. */
  readonly deadMaps: readonly string[];
}

/** Packs this package and installs it into a user directory, with the arguments of the palette manager. */
export function install(userDir: string): Installed {
  // Without it npm would look for one above.
  writeFileSync(join(userDir, 'package.json'), '{"name":"node-red-project","version":"0.0.1","private":true}');
  const packed = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', userDir], packageRoot);
  const [{ filename }] = JSON.parse(packed);
  const tarball = join(userDir, filename);
  const quiet = ['--no-audit', '--no-update-notifier', '--no-fund'];
  npm(['install', ...quiet, '--save', '--save-prefix=~', '--omit=dev', '--engine-strict', tarball], userDir);
  const modules = join(userDir, 'node_modules');
  const files = filesUnder(modules);
  const holds = (pattern: RegExp) => files.filter((file) => /\.(js|html|css)$/.test(file) && pattern.test(read(file)));
  return {
    folder: join(modules, 'node-red-contrib-nomos'),
    packedKb: statSync(tarball).size / 1e3,
    onDiskMb: files.reduce((sum, file) => sum + lstatSync(file).size, 0) / 1e6,
    charts: holds(/u-legend/),
    deadMaps: holds(/^\/\/# sourceMappingURL=/m),
  };
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
