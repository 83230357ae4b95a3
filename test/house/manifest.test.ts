import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { floors } from './laws.js';
import { filesUnder, manifest, nodeTypes, plugin } from './package-files.js';

const { name, ...ours } = manifest();

describe('house: package.json', () => {
  it('names the package, its licence and the Node.js it needs', () => {
    assert.equal(name, 'node-red-contrib-nomos');
    assert.equal(ours.license, 'MIT');
    assert.equal(ours.engines.node, '>=20.19');
    assert.equal(ours['node-red'].version, '>=4.1.0');
    assert.ok(ours.keywords.includes('node-red'), 'the flow library finds packages by this keyword');
  });

  it('brings along what it stands on, and runs nothing when installed', () => {
    assert.equal(ours.dependencies, undefined);
    // A package, or a part of one; not what Node.js brings along, nor a file.
    const named = floors.flatMap(({ packages = [] }) => packages).filter((name) => /^\w[\w-]*(\/|$)/.test(name));
    const needed = named.map((name) => name.replace(/\/.*/, ''));
    assert.deepEqual([...new Set(needed)].sort(), ['axios', 'temporal-polyfill', 'uplot', 'zod']);
    assert.deepEqual(
      needed.filter((name) => ours.devDependencies[name] === undefined),
      [],
    );
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
    assert.deepEqual(
      Object.keys(ours.scripts).filter((script) => hooks.includes(script)),
      [],
    );
  });

  it('registers every node and plugin that has a source', () => {
    const { nodes, plugins } = ours['node-red'];
    assert.deepEqual(Object.keys(nodes).sort(), nodeTypes);
    assert.deepEqual(Object.keys(plugins), [plugin]);
    const sources = filesUnder('nodes').filter((path) => path.endsWith('.html'));
    assert.deepEqual(sources, [...nodeTypes, plugin].map((type) => `nodes/${type}.html`).sort());
    for (const [type, file] of Object.entries({ ...nodes, ...plugins })) {
      assert.equal(file, `dist/nodes/${type}.js`);
      assert.ok(existsSync(join(packageRoot, file)), file);
    }
  });

  it('no setting has a name that the editor uses itself on every node', () => {
    const own =
      'id type z g x y w h d l wires status dirty changed moved selected valid users inputs outputs ports info';
    const more =
      'icon label bounds highlighted resize dirtyStatus validationErrors credentials inputLabels outputLabels';
    const reserved = new Set(`${own} ${more}`.split(' '));
    for (const type of nodeTypes) {
      const html = readFileSync(join(packageRoot, 'dist', 'nodes', `${type}.html`), 'utf8');
      const [, defaults = ''] = /defaults: \{([\s\S]*?)\n {4}\}/.exec(html) ?? [];
      const names = [...defaults.matchAll(/^ {6}(\w+):/gm)].map(([, name = '']) => name);
      assert.ok(names.includes('version'), type);
      assert.deepEqual(
        names.filter((name) => reserved.has(name)),
        [],
        type,
      );
    }
  });

  it('has a lock of the same version that names no registry', () => {
    const text = readFileSync(join(packageRoot, 'package-lock.json'), 'utf8');
    const lock = JSON.parse(text);
    assert.equal(lock.version, ours.version);
    assert.deepEqual(lock.packages[''].dependencies, undefined);
    assert.deepEqual(lock.packages[''].devDependencies, ours.devDependencies);
    assert.equal(text.includes('"resolved"'), false);
  });

  it('locks the packages of every platform, without which `npm ci` refuses the lock', () => {
    type Locked = { optionalDependencies?: Record<string, string>; extraneous?: true };
    const lock = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8'));
    const packages = Object.entries<Locked>(lock.packages);
    const missing = packages.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (optional) =>
          // npm brings its own tree along.
          !path.includes('node_modules/npm/') &&
          lock.packages[`node_modules/${optional}`] === undefined &&
          lock.packages[`${path}/node_modules/${optional}`] === undefined,
      ),
    );
    assert.deepEqual(missing, []);
    assert.deepEqual(
      packages.filter(([, { extraneous }]) => extraneous),
      [],
    );
  });
});
