import type { ErrorAnswer, PassAnswer } from '../../protocol/admin-api.js';
import { inEditorLanguage } from './failure-words.js';
import { text } from './text.js';

/** A failed request as it is shown to a person. */
export interface FailedRequest {
  readonly code: string;
  readonly text: string;
  readonly requestId?: string;
}

type Outcome<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly refusal: FailedRequest };

/** Reads one of our admin routes; never rejects. `path` is relative, e.g. `nomos/accounts/abc`. */
export function ask<Answer>(path: string): Promise<Outcome<Answer>> {
  return request<Answer>({ url: path, method: 'GET' });
}

/** Asks one of our admin routes again and again. Answers may overtake each other: only the one to the newest question counts. */
export class Asking<Answer> {
  #asked = 0;

  /** As `ask`; undefined where something newer was asked meanwhile, or nothing is to be known any more. */
  async ask(path: string): Promise<Outcome<Answer> | undefined> {
    this.#asked += 1;
    const asked = this.#asked;
    const outcome = await ask<Answer>(path);
    return asked === this.#asked ? outcome : undefined;
  }

  /** What is under way counts no more. */
  forget(): void {
    this.#asked += 1;
  }
}

/** Posts a JSON body to one of our admin routes; never rejects. */
export async function post<Answer>(path: string, body: object = {}): Promise<Outcome<Answer>> {
  const settings = { url: path, method: 'POST', data: JSON.stringify(body), contentType: 'application/json' };
  const outcome = await request<Answer>(settings);
  if (outcome.ok || outcome.refusal.code !== 'request-refused') return outcome;
  // Behind a proxy the runtime cannot tell by itself that this page is its own editor: a pass proves it.
  const given = await ask<PassAnswer>('nomos/pass');
  return given.ok ? request<Answer>(settings, given.answer.pass) : outcome;
}

/** The path of an account's route; `part` is appended where given. */
export function accountPath(accountId: string, part = ''): string {
  return `nomos/accounts/${encodeURIComponent(accountId)}${part ? `/${part}` : ''}`;
}

// Node-RED adds the person's access token only to jQuery requests with relative addresses.
function request<Answer>(settings: JQuery.AjaxSettings, pass = '1'): Promise<Outcome<Answer>> {
  return new Promise((resolve) => {
    const converters = { 'text json': (json: string) => JSON.parse(json, inEditorLanguage) };
    $.ajax({ ...settings, dataType: 'json', converters, headers: { 'X-Nomos-Request': pass }, cache: false })
      .done((answer: Answer | null | undefined, _said, xhr) => {
        resolve(answer ? { ok: true, answer } : { ok: false, refusal: refusalOf(xhr) });
      })
      .fail((xhr: JQuery.jqXHR) => resolve({ ok: false, refusal: refusalOf(xhr) }));
  });
}

function refusalOf(xhr: JQuery.jqXHR): FailedRequest {
  const told = (xhr.responseJSON as Partial<ErrorAnswer> | undefined)?.error;
  if (told?.text) return told;
  // Node-RED answers 401 as well to somebody who is signed in and may not: without saying how to sign in.
  if (xhr.status === 401 && xhr.getResponseHeader('WWW-Authenticate') !== null)
    return { code: 'signed-out', text: text('nomos-account.ask.signedOut') };
  if (xhr.status === 401 || xhr.status === 403) return { code: 'forbidden', text: text('nomos-account.ask.forbidden') };
  if (xhr.status === 0) return { code: 'offline', text: text('nomos-account.ask.offline') };
  if (xhr.status < 300) return { code: 'unreadable', text: text('nomos-account.ask.unreadable') };
  return { code: 'unexpected', text: text('nomos-account.ask.unexpected', { status: xhr.status }) };
}
