// @ts-nocheck
import assert from 'node:assert/strict';
import type { Connection } from '#src/account/session/connection.js';
import { ConnectionLog } from '#src/nodered/account/connection-log.js';

const since = Date.parse('2026-11-22T10:00:00Z');
const connected: Connection = { phase: 'connected', since, saved: true };
const lastError = { code: 'api-unavailable', params: { status: 503 }, at: since, requestId: 'req_1' };
const waiting: Connection = { phase: 'waiting', since, saved: true, lastError, nextRenewalAt: since + 30_000 };

describe('the log of a connection', () => {
  let lines: string[];
  let log: ConnectionLog;

  beforeEach(() => {
    lines = [];
    const write = (level: string) => (text: string) => void lines.push(`${level} ${text}`);
    log = new ConnectionLog(
      { log: { info: write('info'), warn: write('warn'), error: write('error') } },
      (key, params) => `${key}${JSON.stringify(params ?? {})}`,
      (accountId) => (accountId === 'home' ? 'Home' : accountId),
    );
  });

  it('says each phase once, also when a redeploy or another error says it again', () => {
    for (const connection of [connected, connected, waiting, { ...waiting, since: since + 1 }, connected]) {
      log.note('home', connection);
    }
    assert.deepEqual(
      lines.map((line) => line.split('{')[0]),
      [
        'info [nomos] log.connection-connected',
        'warn [nomos] log.connection-waiting',
        'info [nomos] log.connection-connected',
      ],
    );
  });

  it('names the account by its name and not by its id, and its request once', () => {
    log.note('home', waiting);
    const [line = ''] = lines;
    assert.ok(!line.includes('home'), line);
    assert.equal(line.split('req_1').length, 2, line);
  });

  it('names account, since when, error code, request and next attempt', () => {
    log.note('home', waiting);
    const [line = ''] = lines;
    for (const part of [
      '"Home"',
      '2026-11-22T11:00:00+01:00',
      'api-unavailable',
      'req_1',
      '2026-11-22T11:00:30+01:00',
    ]) {
      assert.ok(line.includes(part), `${part} in ${line}`);
    }
  });

  it('keeps two accounts apart, and says when tokens are not saved and when they are again', () => {
    log.note('home', connected);
    log.note('garage', connected);
    log.note('home', { ...connected, saved: false });
    log.note('home', connected);
    assert.equal(lines.length, 4);
    assert.match(lines[2] ?? '', /^warn .*log.connection-unsaved/);
  });

  it('says that a sign-in came with a copy of another installation', () => {
    log.note('home', { ...connected, copied: true });
    assert.match(lines[0] ?? '', /^warn .*log.connection-connected.*log.connection-copied/);
  });
});
