// @ts-nocheck
import assert from 'node:assert/strict';
import type { LedgerEntry } from '../../sandbox/index.js';
import { diedAmidRenewal, judge } from './judge.js';

const life = { startedAt: 0, killedAt: 10_000, endedAt: 10_000 };
const next = { startedAt: 11_000, killedAt: 20_000, endedAt: 20_000 };

function request(number: number, fields: Partial<LedgerEntry>): LedgerEntry {
  const common = { at: 0, method: 'POST', path: '/oauth/token', receivedAt: 0, outcome: 'delivered' } as const;
  return { ...common, number, family: 'family-1', ...fields };
}
const renewal = (number: number, fields: Partial<LedgerEntry>) =>
  request(number, { grant: 'refresh_token', presented: 1, issued: 2, status: 200, ...fields });
const refusal = (number: number, fields: Partial<LedgerEntry> = {}) =>
  request(number, { grant: 'refresh_token', presented: 1, status: 401, receivedAt: 12_000, ...fields });
const causes = (entries: LedgerEntry[]) => judge(entries, [life, next]).map(({ cause }) => cause);

describe('the judge of the kill loop', () => {
  it('finds nothing where nothing was refused', () => {
    assert.deepEqual(causes([renewal(1, { receivedAt: 9_000, endedAt: 9_010 })]), []);
  });

  it('blames nobody for an answer that came less than 250 ms before the kill', () => {
    assert.deepEqual(causes([renewal(1, { receivedAt: 9_740, endedAt: 9_750 }), refusal(2)]), ['answer-lost']);
  });

  it('blames us for a whole answer that came earlier', () => {
    const answer = renewal(1, { receivedAt: 9_740, endedAt: 9_749 });
    assert.deepEqual(causes([answer, refusal(2)]), ['whole-answer-forgotten']);
  });

  it('blames us for a second use within the same life', () => {
    const answer = renewal(1, { receivedAt: 11_500, endedAt: 11_510 });
    assert.deepEqual(causes([answer, refusal(2)]), ['whole-answer-forgotten']);
  });

  it('blames nobody for an answer that was cut', () => {
    const cut = renewal(1, { receivedAt: 9_000, endedAt: 9_001, outcome: 'cut' });
    assert.deepEqual(causes([cut, refusal(2)]), ['answer-lost']);
  });

  it('blames us when the new access token was used before it was kept', () => {
    const answer = renewal(1, { receivedAt: 9_980, endedAt: 9_990 });
    const use = request(2, { method: 'GET', path: '/subscriptions', presented: 2, receivedAt: 9_995 });
    assert.deepEqual(causes([answer, use, refusal(3)]), ['used-but-not-kept']);
  });

  it('blames us for a token that nobody gave, and for a refusal that no lost answer explains', () => {
    const { family: _, ...unknown } = refusal(1);
    assert.deepEqual(causes([unknown]), ['unknown-token']);
    assert.deepEqual(causes([refusal(1)]), ['never-answered']);
  });

  it('judges each consent once, and takes a fault of the server for no refusal', () => {
    const cut = renewal(1, { receivedAt: 9_000, outcome: 'cut' });
    assert.deepEqual(causes([cut, refusal(2), refusal(3)]), ['answer-lost']);
    assert.deepEqual(causes([cut, refusal(2, { status: 500 }), refusal(3, { fault: 'status' })]), []);
    assert.deepEqual(causes([cut, refusal(2, { fault: 'delay' })]), ['answer-lost']);
  });

  it('tells whether a kill met a renewal', () => {
    const met = (receivedAt: number, endedAt?: number) =>
      diedAmidRenewal([renewal(1, { receivedAt, ...(endedAt === undefined ? {} : { endedAt }) })], life);
    assert.equal(met(9_990), true);
    assert.equal(met(9_990, 10_005), true);
    assert.equal(met(9_700, 9_751), true);
    assert.equal(met(9_700, 9_749), false);
    assert.equal(met(10_001), false);
  });
});
