// @ts-nocheck
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readCommandLine } from '../../sandbox/command-line.js';

const script = join(__dirname, '..', '..', 'sandbox', 'main.js');

describe('sandbox: started by hand', () => {
  it('prints how to use it, one line for each request without its secrets, and ends on Ctrl-C', async () => {
    const child = spawn(process.execPath, [script, '--port', '0', '--at', '2026-11-22T11:00:00Z', '--control']);
    const lines: string[] = [];
    const reader = createInterface({ input: child.stdout });
    const seen = (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve) => {
        const look = (line: string) => {
          const match = pattern.exec(line);
          if (match !== null) resolve(match);
        };
        for (const line of lines) look(line);
        reader.on('line', look);
      });
    reader.on('line', (line) => lines.push(line));
    const [, url = ''] = await seen(/API address +(http:\S+)/);
    await seen(/Ctrl-C/);
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'precious' });
    await fetch(`${url}/oauth/token`, { method: 'POST', body, headers: { authorization: 'Basic precious' } });
    assert.match((await seen(/POST \/oauth\/token/)).input, /^12:00 401 POST \/oauth\/token$/);
    assert.match((await seen(/!/)).input, /missing-api-version/);
    assert.equal((await fetch(`${url}/__control/ledger`)).status, 200);
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    assert.equal(code, 0);
    assert.equal(lines.join('\n').includes('precious'), false);
  });

  it('says what is wrong with an option', async () => {
    const child = spawn(process.execPath, [script, '--set', 'typo=1']);
    let text = '';
    child.stderr.on('data', (chunk) => {
      text += chunk;
    });
    const [code] = await once(child, 'close');
    assert.equal(code, 2);
    assert.match(text, /--set typo: there is no such mode/);
  });

  it('reads its options', () => {
    const options = readCommandLine(['--seed', '7', '--set', 'iss=wrong', '--set', 'accessTokenTtlSeconds=2']);
    assert.deepEqual(options, { port: 8899, seed: 7, control: 'off', iss: 'wrong', accessTokenTtlSeconds: 2 });
    assert.equal(readCommandLine(['--help']), 'help');
    for (const args of [
      ['--port', 'x'],
      ['--at', 'x'],
      ['--tls-key', 'x'],
      ['--unknown'],
      ['--set', 'priceSource=1'],
    ]) {
      assert.throws(() => readCommandLine(args), Error, args.join(' '));
    }
  });
});
