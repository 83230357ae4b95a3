// @ts-nocheck
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AdminRequest, AdminResponse } from '#src/nodered/platform/red.js';
import {
  type CallbackOutcome,
  callbackOutcomes,
  redirectToOutcome,
  sendCallbackPage,
} from '#src/nodered/routes/callback-page.js';
import { packageRoot } from '../../../sandbox/drive/node-red-place.js';

interface Page {
  status: number;
  headers: Record<string, string>;
  type?: string;
  body: string;
}

function recorded(work: (response: AdminResponse) => void): Page {
  const page: Page = { status: 0, headers: {}, body: '' };
  const response = {
    status(code: number) {
      page.status = code;
      return response;
    },
    set(headers: Record<string, string>) {
      Object.assign(page.headers, headers);
      return response;
    },
    type(type: string) {
      page.type = type;
      return response;
    },
    send(body: string) {
      page.body = body;
    },
    redirect(status: number, url: string) {
      Object.assign(page, { status, body: url });
    },
  };
  work(response as unknown as AdminResponse);
  return page;
}

function pageOf(outcome: string, language?: string): Page {
  const request = { params: { 0: outcome }, headers: { 'accept-language': language } } as unknown as AdminRequest;
  return recorded((response) => sendCallbackPage(request, response));
}

function titleOf(outcome: CallbackOutcome, language: string): string {
  const file = join(packageRoot, 'locales', language, 'nomos-account.json');
  return JSON.parse(readFileSync(file, 'utf8')).callback[outcome].title;
}

describe('nodered: the page after signing in', () => {
  for (const outcome of callbackOutcomes) {
    it(`"${outcome}" is told in both languages, without a script, a frame, a referrer or a cache`, () => {
      for (const [accepted, language] of [
        ['de-AT,de;q=0.9', 'de'],
        ['DE', 'de'],
        ['en-GB', 'en-US'],
        ['den', 'en-US'],
        [undefined, 'en-US'],
      ] as const) {
        const { status, type, body, headers } = pageOf(outcome, accepted);
        assert.deepEqual([status, type], [200, 'html']);
        assert.ok(body.includes(`<h1>${titleOf(outcome, language)}</h1>`), `${accepted}: ${body}`);
        assert.doesNotMatch(body, /<script|<iframe|<img|<form|https?:|undefined/);
        assert.match(String(headers['Content-Security-Policy']), /default-src 'none'.*frame-ancestors 'none'/);
        assert.deepEqual([headers['Referrer-Policy'], headers['Cache-Control']], ['no-referrer', 'no-store']);
      }
    });

    it(`the browser is sent to "${outcome}" at an address without the code`, () => {
      const base = 'http://pi.local/red';
      for (const path of [
        '/nomos/oauth/callback',
        '/nomos/oauth/callback/',
        '/nomos//oauth/callback//',
        '/NOMOS/oauth/Callback',
      ])
        for (const query of ['', '?code=c&state=s/', '/?x=1'.slice(1)]) {
          const request = { url: path + query } as AdminRequest;
          const { status, body, headers } = recorded((response) => redirectToOutcome(request, response, outcome));
          assert.equal(status, 303);
          assert.equal(headers['Referrer-Policy'], 'no-referrer');
          const target = new URL(body, base + path + query);
          assert.equal(
            target.href.toLowerCase(),
            `${base}${path.replace(/\/*$/, '')}${path.endsWith('//') ? '//' : '/'}${outcome}`.toLowerCase(),
          );
        }
    });
  }

  for (const outcome of ['<script>alert(1)</script>', '__proto__', 'constructor', ''])
    it(`"${outcome}" repeats nothing of the request`, () => assert.deepEqual(pageOf(outcome), pageOf('failed')));
});
