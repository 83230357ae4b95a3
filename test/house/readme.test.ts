import assert from 'node:assert/strict';
import { readWindowInput } from '#src/nodered/window/window-input.js';
import { checkRunSettings, defaultRunSettings } from '#src/runs/index.js';
import { shapes } from '#src/tariffs/shapes.js';
import { catalog } from '../locales/catalogs.js';
import { usualReader } from '../support/nomos/price-reader.js';
import { claims } from './claims.js';
import { manifest, nodeTypes } from './package-files.js';
import { read } from './references.js';

const readme = read('README.md');

/** A part of the README, from its heading on. */
const chapter = (heading: string) =>
  readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? assert.fail(`no chapter ${heading}`);
const codeIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
/** What is called so in `from` of a plan, without spaces and case. */
const shapeNames = new Set(shapes.map(({ from }) => from.replaceAll('-', '')));

/** What stands in the README and can be looked up: the rest is for whoever reads it. */
describe('house: the README is true', () => {
  it('about the versions that it runs on', () => {
    const { engines, 'node-red': nodeRed } = manifest() as unknown as Record<string, Record<string, string>>;
    const [, red = '', node = ''] =
      /Node-RED ([\d.]+) and newer with Node\.js ([\d.]+) or newer/.exec(readme) ?? assert.fail('no versions');
    assert.deepEqual([`>=${red}.0`, `>=${node}`], [nodeRed?.version, engines?.node]);
  });

  it('about the nodes and what they are called in the palette', () => {
    const rows = [...chapter('What is in it').matchAll(/^\| \[([^\]]+)\]\(docs\/([\w-]+)\.md\)/gm)];
    const labels = nodeTypes.map((type) => [catalog('en-US', type).get(`${type}.paletteLabel`), type]);
    assert.deepEqual(rows.map(([, label, type]) => [label, type]).sort(), labels.sort());
  });

  it('about the commands, and what a switch or dashboard sends', () => {
    const said = chapter('Change it by message');
    const [named = '', like = ''] = said.split('with `msg.override');
    const words = codeIn(named.slice(named.indexOf('`msg.command` ='))).slice(1);
    assert.ok(words.length >= 6, words.join());
    const understood = (message: object) => readWindowInput(message as never, 'account', usualReader).command?.kind;
    for (const command of words) {
      const override = { state: 'on', minutes: 30 };
      assert.equal(understood({ command, ...(command === 'override' && { override }) }), command);
    }
    assert.match(like, /^ = \{state: "on", minutes: 30\}/);
    for (const [payload, wanted] of [
      [true, 'plan'],
      ['on', 'plan'],
      [false, 'cancel'],
      ['off', 'cancel'],
    ] as const) {
      assert.ok(codeIn(said).includes(JSON.stringify(payload)), String(payload));
      assert.equal(understood({ payload }), wanted);
    }
  });

  it('about options: every one that it shows is taken', () => {
    const shown = [...readme.matchAll(/`msg\.options = (\{[^}]+\})`/g)].map(([, text = '']) => text);
    assert.ok(shown.length > 0);
    for (const text of shown) {
      const options = JSON.parse(
        text.replaceAll(/(\w+):/g, (name) => (/\d/.test(name) ? name : `"${name.slice(0, -1)}":`)),
      );
      const message = { ...defaultRunSettings, trigger: 'message' as const };
      assert.doesNotThrow(() => checkRunSettings({ ...message, ...options }), text);
    }
  });

  const told = readme.replace(/\s+/g, ' ');
  for (const { said, by } of claims)
    it(`says “${said}”, and a test proves it`, () => {
      assert.ok(told.includes(said), 'the README does not say this any more');
      for (const [file, title] of by) assert.ok(read(`test/${file}.test.ts`).includes(title), `${file}: ${title}`);
    });

  it('about the suppliers whose answers are read', () => {
    const [, list = ''] = /evcc answers \(([^)]+)…\)/.exec(readme.replaceAll('\n', ' ')) ?? [];
    const names = list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    assert.ok(names.length > 5, list);
    const unknown = names.filter((name) => !shapeNames.has(name.toLowerCase().replaceAll(/[ -]/g, '')));
    assert.deepEqual(unknown, []);
  });
});
