import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onFirstNeed, storedKeys } from '#src/nodered/first-need.js';
import type { AdminHandler, Red } from '#src/nodered/platform/red.js';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';

interface Load {
  readonly get: () => string;
  readonly prepared: () => number;
  /** Sends a request for a path; gives how often it was passed on. */
  readonly request: (path: string) => number;
  readonly startFlows: () => void;
}

function load(stored: Readonly<Record<string, unknown>>, available = true): Load {
  const used: { readonly path: string | RegExp; readonly handler: AdminHandler }[] = [];
  const httpAdmin = { use: (path: string | RegExp, handler: AdminHandler) => void used.push({ path, handler }) };
  const settings = { available: () => available, get: (key: string) => stored[key] };
  let prepared = 0;
  const events = new EventEmitter();
  const get = onFirstNeed({ httpAdmin, settings, events } as unknown as Red, () => `prepared ${++prepared}`);
  const request = (asked: string) => {
    let passedOn = 0;
    for (const { path, handler } of used)
      if (new RegExp(path).test(asked)) handler({} as never, {} as never, () => passedOn++);
    return passedOn;
  };
  return { get, prepared: () => prepared, request, startFlows: () => void events.emit('flows:starting') };
}

describe('nodered: the runtime is loaded with the first need', () => {
  it('not before there is a node, and then once', () => {
    const { get, prepared } = load({});
    assert.equal(prepared(), 0);
    assert.deepEqual([get(), get(), prepared()], ['prepared 1', 'prepared 1', 1]);
  });

  for (const path of ['/nomos/accounts/a', '//nomos//oauth/callback', '/NOMOS/plan'])
    it(`with a request for ${path}, which then goes on to the routes`, () => {
      const { prepared, request } = load({});
      assert.deepEqual([request(path), prepared()], [1, 1]);
      assert.deepEqual([request(path), prepared()], [1, 1]);
    });

  it('not with requests for anything else', () => {
    const { prepared, request } = load({});
    for (const path of ['/', '/nodes', '/nomos', '/nomosaur/x', '/flows/nomos/x']) request(path);
    assert.equal(prepared(), 0);
  });

  for (const key of storedKeys)
    it(`before the flows start where ${key} are stored: what belongs to no node any more is swept`, () => {
      const { prepared, startFlows } = load({ [key]: {} });
      startFlows();
      startFlows();
      assert.equal(prepared(), 1);
    });

  it('where something is stored, in a turn of the event loop of its own', async () => {
    const { prepared } = load({ nomosTokens: {} });
    const others: number[] = [];
    await new Promise<void>((resolve) => {
      setImmediate(() => {
        others.push(prepared());
        setImmediate(() => setImmediate(resolve));
      });
      others.push(prepared());
    });
    assert.deepEqual([...others, prepared()], [0, 0, 1]);
  });

  it('a start of the flows goes on where preparing fails, and whoever needs it is told', () => {
    const events = new EventEmitter();
    const settings = { available: () => true, get: () => ({}) };
    const get = onFirstNeed({ httpAdmin: { use: () => {} }, settings, events } as unknown as Red, () => {
      throw new Error('no memory');
    });
    events.emit('flows:starting');
    assert.throws(get, /no memory/);
  });

  it('not where settings cannot be read', () => {
    const { prepared, startFlows } = load({ nomosTokens: {} }, false);
    startFlows();
    assert.equal(prepared(), 0);
  });

  it('knows every key under which the sources keep something', () => {
    const files = readdirSync(join(packageRoot, 'src'), { recursive: true, encoding: 'utf8' });
    const texts = files
      .filter((file) => file.endsWith('.ts') && !file.startsWith('editor') && !file.endsWith('first-need.ts'))
      .map((file) => readFileSync(join(packageRoot, 'src', file), 'utf8'));
    const keys = texts.flatMap((text) => [...text.matchAll(/\w*Key = '(nomos[A-Z]\w+)'/g)].map(([, key = '']) => key));
    assert.deepEqual([...new Set(keys)].sort(), [...storedKeys].sort());
  });

  it('a preparation that failed is tried again', () => {
    let tries = 0;
    const red = { httpAdmin: { use: () => undefined }, settings: { available: () => true, get: () => undefined } };
    const get = onFirstNeed(red as unknown as Red, () => {
      if (++tries === 1) throw new Error('no memory');
      return 'prepared';
    });
    assert.throws(get, /no memory/);
    assert.equal(get(), 'prepared');
  });
});
