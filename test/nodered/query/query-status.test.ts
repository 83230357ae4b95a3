import assert from 'node:assert/strict';
import type { Connection } from '#src/account/session/connection.js';
import { type QueryState, queryStatus } from '#src/nodered/query/query-status.js';
import { querySettings } from '#src/protocol/query-settings.js';
import { catalog } from '../../locales/catalogs.js';
import { keysOnly } from '../../support/nomos/refusals.js';

const now = Date.parse('2026-11-22T13:05:00Z');
const connection: Connection = { phase: 'connected', since: now - 3_600_000, saved: true };
const isNew: Connection = { ...connection, phase: 'new' };
const lost: Connection = {
  ...connection,
  phase: 'signin',
  lastError: { code: 'consent-gone', params: {}, at: now - 60_000 },
};
const answered: QueryState = { kind: 'answered', resource: 'invoices', count: 12, isCut: false, at: now };
const failed: QueryState = { kind: 'failed', text: 'refused', at: now };
const reading: QueryState = { kind: 'reading', resource: 'plan' };

describe('nodered: status of nomos-query', () => {
  for (const [name, situation, fill, text] of [
    ['nothing asked yet', { state: { kind: 'ready' } }, 'grey', 'status.ready'],
    ['tokens are being read', { state: { kind: 'ready' }, connection: undefined }, 'grey', 'status.ready'],
    ['nobody has signed in', { state: { kind: 'ready' }, connection: isNew }, 'grey', 'status.not-connected'],
    ['it reads', { state: reading }, 'blue', 'status.reading{resource=resources.plan}'],
    [
      'it reads, whatever was before',
      { state: reading, connection: isNew },
      'blue',
      'status.reading{resource=resources.plan}',
    ],
    [
      'answered today',
      { state: answered },
      'green',
      'status.answered{resource=resources.invoices count=12 time=14:05}',
    ],
    [
      'answered the day before',
      { state: { ...answered, at: now - 86_400_000 } },
      'green',
      'status.answered{resource=resources.invoices count=12 time=Sat 14:05}',
    ],
    [
      'answered in part',
      { state: { ...answered, isCut: true } },
      'green',
      'status.answered-cut{resource=resources.invoices count=12 time=14:05}',
    ],
    ['failed', { state: failed }, 'red', 'status.failed{text=refused time=14:05}'],
    ['the consent is gone', { state: answered, connection: lost }, 'red', 'trouble.sign-in-again'],
  ] as const satisfies readonly [string, { state: QueryState; connection?: Connection | undefined }, string, string][])
    it(name, () => {
      const shown = queryStatus(keysOnly, { connection, now, ...situation });
      assert.deepEqual([shown.fill, shown.text], [fill, text]);
    });

  for (const [language, wanted] of [
    ['en-US', 'contracts: 3 · 14:05'],
    ['de', 'Verträge: 3 · 14:05'],
  ] as const) {
    it(`${language}: what is read is called as in the dialog, never by its inner name`, () => {
      const texts = catalog(language, 'nomos-account');
      const translate = (key: string, params: Readonly<Record<string, unknown>> = {}) =>
        (texts.get(key) ?? `no ${key}`).replaceAll(/__(\w+)__/g, (_, name) => String(params[name]));
      const textOf = (resource: string) =>
        queryStatus(translate, { connection, now, state: { ...answered, resource, count: 3 } }).text ?? '';
      assert.equal(textOf('subscriptions'), wanted);
      for (const resource of querySettings.resource.choices)
        assert.doesNotMatch(textOf(resource), /^no |subscription|invoice-file|meter-readings/, resource);
    });
  }
});
