import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';

/** The types of the nodes of this package, and the name of its plugin. */
export const nodeTypes = [
  'cheapest-window',
  'home-battery',
  'nomos-account',
  'nomos-home',
  'nomos-prices',
  'nomos-query',
  'nomos-usage',
];
export const plugin = 'nomos-sidebar';

/** A `package.json`, as far as tests look into it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly repository: { readonly url: string };
  readonly keywords: readonly string[];
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly 'node-red': {
    readonly version: string;
    readonly nodes: Readonly<Record<string, string>>;
    readonly plugins: Readonly<Record<string, string>>;
  };
}

/** The manifest of this package, or of the one in another folder. */
export function manifest(folder = packageRoot): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** All files under a folder of this package, as paths from its root with slashes; sorted. */
export function filesUnder(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(packageRoot.length + 1)
        .replaceAll(sep, '/'),
    )
    .sort();
}

/** What the sources say that the tarball holds: nothing forgotten, nothing left over from an older build. */
export function expectedFiles(): string[] {
  const types = [...nodeTypes, plugin];
  const bundles = ['axios.js', 'licenses.txt', 'nomos.js', 'temporal.js', ...types.map((type) => `nodes/${type}.js`)];
  const texts = filesUnder('locales').filter((path) => !path.endsWith('.md'));
  const beside = [...filesUnder('icons'), ...texts].map((path) => `dist/nodes/${path}`);
  const html = filesUnder('nodes').filter((path) => path.endsWith('.html'));
  return [
    ...['LICENSE', 'README.md', 'package.json', 'resources/editor.js'],
    ...[
      ...bundles.map((file) => `dist/${file}`),
      ...beside,
      ...html.map((path) => `dist/${path}`),
      ...filesUnder('examples'),
    ],
  ].sort();
}

/** Packs this package as `npm publish` would, into a folder; gives the tarball's path and what npm says is in it. */
export function pack(folder: string): { readonly tarball: string; readonly files: string[] } {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout, status, stderr } = spawnSync('npm', args, { cwd: packageRoot, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const [{ filename, files }] = JSON.parse(stdout);
  return { tarball: join(folder, filename), files: files.map(({ path }: { path: string }) => path).sort() };
}

/**
 * Puts a tarball into a user directory as `npm install` would, without network: the package itself is unpacked, and nothing
 * else is within its reach.
 */
export function installOffline(tarball: string, userDir: string): void {
  const modules = join(userDir, 'node_modules');
  mkdirSync(modules, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['-xzf', tarball, '-C', userDir], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar failed: ${stderr}`);
  const { name } = manifest(join(userDir, 'package'));
  cpSync(join(userDir, 'package'), join(modules, name), { recursive: true });
}
