import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editorHeaders } from '../../sandbox/connect.js';
import { type NodeRedProcess, packageRoot, startNodeRed } from '../../sandbox/node-red-process.js';
import { expectedFiles, filesUnder, installOffline, manifest, pack } from './package-files.js';

const { name, ...ours } = manifest();
const nodeTypes = ['cheapest-window', 'nomos-account', 'nomos-prices'];
const plugin = 'nomos-sidebar';
const languages = ['en-US', 'de'];

interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly z?: string;
}

function exampleFlows(): [file: string, nodes: FlowNode[]][] {
  return filesUnder('examples').map((path) => [path, JSON.parse(readFileSync(join(packageRoot, path), 'utf8'))]);
}

describe('house: package.json', () => {
  it('names the package, its licence and the Node.js it needs', () => {
    assert.equal(name, 'node-red-contrib-nomos');
    assert.equal(ours.license, 'MIT');
    assert.equal(ours.engines.node, '>=20.19');
    assert.equal(ours['node-red'].version, '>=4.1.0');
    assert.ok(ours.keywords.includes('node-red'), 'the flow library finds packages by this keyword');
  });

  it('has three dependencies at run time, and runs nothing when installed', () => {
    assert.deepEqual(Object.keys(ours.dependencies ?? {}).sort(), ['axios', 'temporal-polyfill', 'zod']);
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
    assert.deepEqual(
      sources,
      [...nodeTypes, plugin].map((type) => `nodes/${type}.html`),
    );
    for (const [type, file] of Object.entries({ ...nodes, ...plugins })) {
      assert.equal(file, `dist/nodes/${type}.js`);
      assert.ok(existsSync(join(packageRoot, file)), file);
    }
  });

  it('has a lock of the same version that names no registry', () => {
    const text = readFileSync(join(packageRoot, 'package-lock.json'), 'utf8');
    const lock = JSON.parse(text);
    assert.equal(lock.version, ours.version);
    assert.deepEqual(lock.packages[''].dependencies, ours.dependencies);
    assert.equal(text.includes('"resolved"'), false);
  });
});

describe('house: the packed package', function () {
  this.timeout(120_000);
  let folder: string;
  let files: string[];
  let nodeRed: NodeRedProcess;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nomos-package-'));
    const packed = pack(folder);
    files = packed.files;
    installOffline(packed.tarball, folder);
    nodeRed = await startNodeRed({ userDir: folder });
  });
  after(async () => {
    await nodeRed?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  async function get(path: string, status = 200): Promise<string> {
    const answer = await fetch(nodeRed.url + path, { headers: { accept: 'application/json' } });
    assert.equal(answer.status, status, path);
    return answer.text();
  }

  it('holds what the sources say and nothing else', () => {
    assert.deepEqual(files, expectedFiles());
  });

  it('is small', () => {
    const bytes = files.reduce((sum, path) => sum + readFileSync(join(packageRoot, path)).length, 0);
    assert.ok(bytes < 1_000_000, `${bytes} bytes unpacked`);
  });

  it('is loaded by Node-RED without an error', async () => {
    type Loaded = { module: string; name: string; types: string[]; enabled: boolean; err?: string };
    const sets: Loaded[] = JSON.parse(await get('/nodes'));
    const loaded = sets.filter(({ module }) => module === name);
    assert.deepEqual(loaded.flatMap(({ types }) => types).sort(), nodeTypes);
    for (const { enabled, err } of loaded) assert.deepEqual([enabled, err], [true, undefined]);
    const plugins: Loaded[] = JSON.parse(await get('/plugins'));
    const own = plugins.filter(({ module }) => module === name);
    assert.deepEqual(
      own.map((one) => [one.name, one.enabled, one.err]),
      [[plugin, true, undefined]],
    );
    assert.doesNotMatch(nodeRed.log(), /\[error\]|contrib-nomos/);
  });

  it('gives the editor a script for every node', async () => {
    const answer = await fetch(`${nodeRed.url}/nodes`, { headers: { accept: 'text/html' } });
    const html = await answer.text();
    for (const type of nodeTypes) assert.ok(html.includes(`RED.nodes.registerType('${type}'`), type);
    assert.equal(html.includes('<!-- editor -->'), false, 'a placeholder was left in the html');
  });

  for (const type of nodeTypes)
    it(`serves the icon of ${type}`, async () => {
      // Node-RED answers with a default icon where ours is missing, so the status says nothing.
      assert.equal(
        await get(`/icons/${name}/${type}.svg`),
        readFileSync(join(packageRoot, 'icons', `${type}.svg`), 'utf8'),
      );
    });

  for (const language of languages)
    it(`serves the texts and help in ${language}`, async () => {
      for (const type of [...nodeTypes, plugin]) {
        const file = join(packageRoot, 'locales', language, `${type}.json`);
        const served = JSON.parse(await get(`/locales/${name}/${type}?lng=${language}`));
        assert.deepEqual(served, JSON.parse(readFileSync(file, 'utf8')), type);
      }
      const answer = await fetch(`${nodeRed.url}/nodes`, {
        headers: { accept: 'text/html', 'accept-language': language },
      });
      const html = await answer.text();
      for (const type of nodeTypes) {
        const help = readFileSync(join(packageRoot, 'locales', language, `${type}.html`), 'utf8');
        assert.ok(html.includes(help.trim().split('\n')[1]!.trim()), `${type}: help in ${language}`);
      }
    });

  it('lists and serves its examples', async () => {
    assert.ok(JSON.parse(await get('/library/examples/flows')).includes(name));
    const listed: { fn: string }[] = JSON.parse(await get(`/library/examples/flows/${name}/`));
    assert.deepEqual(
      listed.map(({ fn }) => `examples/${fn}.json`),
      filesUnder('examples'),
    );
    for (const [path, nodes] of exampleFlows()) {
      const title = path.slice('examples/'.length, -'.json'.length);
      assert.deepEqual(JSON.parse(await get(`/library/examples/flows/${name}/${encodeURIComponent(title)}`)), nodes);
    }
  });

  for (const [path, nodes] of exampleFlows())
    it(`${path} deploys, and its nodes want nothing but a sign-in`, async () => {
      const seen = nodeRed.log().length;
      await deploy([...nodes, ...statusPrinter(nodes)]);
      const own = nodes.filter(({ type }) => nodeTypes.includes(type) && type !== 'nomos-account');
      const statuses = await statusesOf(own.length, seen);
      assert.equal(statuses.length, own.length, nodeRed.log().slice(seen));
      for (const status of statuses) assert.match(status, /not connected yet/);
      assert.doesNotMatch(nodeRed.log().slice(seen), /\[error\]|\[warn\]/);
      const [account] = nodes.filter(({ type }) => type === 'nomos-account');
      const { deployed, connection } = JSON.parse(await get(`/nomos/accounts/${account!.id}`));
      assert.deepEqual([deployed, connection.phase, connection.error], [true, 'new', undefined]);
    });

  async function deploy(flows: readonly object[]): Promise<void> {
    const answer = await fetch(`${nodeRed.url}/flows`, {
      method: 'POST',
      headers: { ...editorHeaders, 'Node-RED-API-Version': 'v2' },
      body: JSON.stringify({ flows }),
    });
    assert.equal(answer.status, 200);
  }

  /** The newest status of each node, once there are as many as expected and none of them is just starting. */
  async function statusesOf(count: number, from: number): Promise<string[]> {
    const giveUpAt = performance.now() + 20_000;
    for (;;) {
      const newest = new Map<string, string>();
      for (const [, id, text] of nodeRed
        .log()
        .slice(from)
        .matchAll(/status of (\S+): (.*)/g))
        newest.set(id!, text!);
      const found = [...newest.values()].filter((text) => text !== 'starting');
      if (found.length >= count || performance.now() > giveUpAt) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

/** Nodes that write the status of our nodes in a flow to Node-RED's log. */
function statusPrinter(nodes: readonly FlowNode[]): object[] {
  const scope = nodes.filter(({ type }) => nodeTypes.includes(type) && type !== 'nomos-account').map(({ id }) => id);
  const [tab] = nodes.filter(({ type }) => type === 'tab');
  const func = "node.log('status of ' + msg.status.source.id + ': ' + msg.status.text);";
  const place = { z: tab!.id, x: 100, y: 900 };
  return [
    { id: 'printer1', type: 'status', ...place, scope, wires: [['printer2']] },
    { id: 'printer2', type: 'function', ...place, func, outputs: 0, wires: [] },
  ];
}
