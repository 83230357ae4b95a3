import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editorHeaders } from '../../sandbox/drive/connect.js';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { type NodeRedProcess, startNodeRed } from '../../sandbox/drive/node-red-process.js';
import { linkDashboard } from '../support/browser/dashboard.js';
import { expectedFiles, filesUnder, installOffline, manifest, nodeTypes, pack, plugin } from './package-files.js';

const { name } = manifest();
const languages = ['en-US', 'de'];
/** Config nodes have no status. */
const flowTypes = nodeTypes.filter((type) => type !== 'nomos-account' && type !== 'nomos-home');

interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly z?: string;
  readonly priceSource?: string;
}

function exampleFlows(): [file: string, nodes: FlowNode[]][] {
  return filesUnder('examples').map((path) => [path, JSON.parse(readFileSync(join(packageRoot, path), 'utf8'))]);
}

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
    linkDashboard(folder);
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
    assert.ok(bytes < 1_400_000, `${bytes} bytes unpacked`);
  });

  it('has one account for all examples: whoever imports several of them gets one', () => {
    const ids = exampleFlows().flatMap(([, nodes]) => nodes.filter(({ type }) => type === 'nomos-account'));
    assert.ok(ids.length > 10);
    assert.deepEqual([...new Set(ids.map(({ id }) => id))], ['nomos-account-examples']);
  });

  it('holds of zod what is used: every source imports the small one, and no source all of it', () => {
    const importing = filesUnder('src').filter((path) =>
      /from 'zod'|import \{ z \} from/.test(readFileSync(join(packageRoot, path), 'utf8')),
    );
    assert.deepEqual(importing, [], "write: import * as z from 'zod/mini'");
  });

  it('holds the charts once, and names no source map', () => {
    const scripts = files.filter((path) => /\.(js|html)$/.test(path));
    const holding = (pattern: RegExp) =>
      scripts.filter((path) => pattern.test(readFileSync(join(packageRoot, path), 'utf8')));
    assert.deepEqual(holding(/u-legend/), ['resources/editor.js']);
    assert.deepEqual(holding(/sourceMappingURL=/), []);
  });

  it('brings every package along with its licence, and only what is in the lock', () => {
    const licences = readFileSync(join(packageRoot, 'dist', 'licenses.txt'), 'utf8');
    const { packages } = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8'));
    const parts = licences.split(`\n${'-'.repeat(80)}\n\n`);
    const brought = parts.map((part) => /^(\S+) (\S+) \((\S+)\)\n\n/.exec(part) ?? []);
    for (const [index, [, name = '', version, licence]] of brought.entries()) {
      assert.deepEqual([packages[`node_modules/${name}`]?.version, licence], [version, 'MIT'], name);
      assert.match(parts[index] ?? '', /Permission is hereby granted, free of charge/, name);
      assert.match(parts[index] ?? '', /THE SOFTWARE IS PROVIDED/i, name);
    }
    const names = brought.map(([, name]) => name);
    for (const name of ['axios', 'temporal-polyfill', 'uplot', 'zod']) assert.ok(names.includes(name), name);
  });

  it('has one runtime for all nodes, of one-byte characters, in lines that a crash can print', () => {
    const runtime = readFileSync(join(packageRoot, 'dist', 'nomos.js'), 'latin1');
    assert.doesNotMatch(runtime, /[^\0-\x7f]/);
    const longest = Math.max(...runtime.split('\n').map(({ length }) => length));
    // esbuild breaks a line between statements only.
    assert.ok(longest < 5_000, `a line of ${longest} characters`);
    for (const type of nodeTypes) {
      const node = readFileSync(join(packageRoot, 'dist', 'nodes', `${type}.js`), 'utf8');
      const loaded = [...node.matchAll(/require\("([^"]+)"\)/g)].map(([, path]) => path);
      assert.deepEqual(loaded, ['../nomos.js'], type);
      assert.ok(node.length < 5_000, `${type}: ${node.length} bytes of its own`);
    }
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
      const own = nodes.filter(({ type }) => flowTypes.includes(type));
      const wanted = new Map(own.map((node) => [node.id, wantedStatus(node)] as const));
      const statuses = await statusesLike(wanted, seen);
      for (const [id, status] of wanted) assert.match(statuses.get(id) ?? '', status, nodeRed.log().slice(seen));
      assert.doesNotMatch(nodeRed.log().slice(seen), /error|\[warn\]/i);
      for (const { id } of nodes.filter(({ type }) => type === 'nomos-account')) {
        const { deployed, connection } = JSON.parse(await get(`/nomos/accounts/${id}`));
        assert.deepEqual([deployed, connection.phase, connection.error?.code], [true, 'new', 'credentials-missing']);
      }
    });

  async function deploy(flows: readonly object[]): Promise<void> {
    const answer = await fetch(`${nodeRed.url}/flows`, {
      method: 'POST',
      headers: { ...editorHeaders, 'Node-RED-API-Version': 'v2' },
      body: JSON.stringify({ flows }),
    });
    assert.equal(answer.status, 200);
  }

  /** The newest status of each node, as soon as all are as wanted: on their way there they say what they wait for. */
  async function statusesLike(wanted: ReadonlyMap<string, RegExp>, from: number): Promise<Map<string, string>> {
    const giveUpAt = performance.now() + 20_000;
    for (;;) {
      const lines = nodeRed
        .log()
        .slice(from)
        .matchAll(/status of (\S+): (.*)/g);
      const newest = new Map([...lines].map(([, id = '', text = '']) => [id, text]));
      const isThere = [...wanted].every(([id, status]) => status.test(newest.get(id) ?? ''));
      if (isThere || performance.now() > giveUpAt) return newest;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

function wantedStatus({ type, priceSource }: FlowNode): RegExp {
  if (priceSource === 'message') return /prices not known yet/;
  const refused = /not connected: client id and secret are missing/;
  // After 16:00 in Germany a daily report is due, and is asked for at once.
  return type === 'nomos-usage' ? new RegExp(`${refused.source}|check the account`) : refused;
}

/** Nodes that write the status of our nodes in a flow to Node-RED's log. */
function statusPrinter(nodes: readonly FlowNode[]): object[] {
  const scope = nodes.filter(({ type }) => flowTypes.includes(type)).map(({ id }) => id);
  const [tab] = nodes.filter(({ type }) => type === 'tab');
  const func = "node.log('status of ' + msg.status.source.id + ': ' + msg.status.text);";
  const place = { z: tab!.id, x: 100, y: 900 };
  return [
    { id: 'printer1', type: 'status', ...place, scope, wires: [['printer2']] },
    { id: 'printer2', type: 'function', ...place, func, outputs: 0, wires: [] },
  ];
}
