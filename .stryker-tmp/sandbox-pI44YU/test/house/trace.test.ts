// @ts-nocheck
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';

interface Tool {
  readonly traced: (text: string) => Promise<string>;
}

/** Where a text stands in the published runtime, as a stack trace has it. */
function placeOf(text: string): string {
  const lines = readFileSync(join(packageRoot, 'dist', 'nomos.js'), 'utf8').split('\n');
  const line = lines.findIndex((candidate) => candidate.includes(text));
  assert.ok(line >= 0, text);
  return `nomos.js:${line + 1}:${(lines[line] ?? '').indexOf(text) + 1}`;
}

describe('house: a stack trace of what is published', () => {
  it('is led back to the sources, and the rest of its text stays', async () => {
    const tool: Tool = await import(pathToFileURL(join(packageRoot, 'tools', 'trace.mjs')).href);
    const places = {
      'stored-map-unreadable': 'src/store/stored-map.ts',
      'stored-prices-unreadable': 'src/account/feed/price-record.ts',
    };
    const trace = Object.keys(places).map((text) => `    at a (/data/dist/${placeOf(`"${text}"`)})`);
    const text = await tool.traced(['Error: a', ...trace, '    at b (node:internal/x:1:2)'].join('\n'));
    const lines = text.split('\n');
    assert.deepEqual([lines[0], lines.at(-1)], ['Error: a', '    at b (node:internal/x:1:2)']);
    for (const [index, [found, source]] of Object.entries(places).entries()) {
      const [, line = ''] = /= [^:]+:(\d+):\d+\)$/.exec(lines[index + 1] ?? '') ?? [];
      assert.ok(lines[index + 1]?.includes(` = ${source}:`), lines[index + 1]);
      assert.ok(readFileSync(join(packageRoot, source), 'utf8').split('\n')[Number(line) - 1]?.includes(found));
    }
  });
});
