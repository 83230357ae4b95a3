import { NomosError, shownValue } from '../../errors.js';
import { failureText, keysOf, labelOf, type ShownFailure } from '../../protocol/failure-text.js';
import type { Red } from './red.js';

const packageName = 'node-red-contrib-nomos';
const longestMessage = 300;

/** Looks a text up in the runtime's language; gives the key itself when no catalog has it. */
export type Translate = (key: string, params?: Readonly<Record<string, unknown>>) => string;

const mostTexts = 500;

const lookups = new WeakMap<object, Translate>();

/**
 * A lookup in the catalog that all our nodes share, one for all that a Node-RED gives the same `red`. It remembers some
 * hundred texts: a status is made of three, after every decision, and Node-RED takes longer for one than a plan does.
 */
export function sharedTexts(red: Pick<Red, '_'>): Translate {
  const known = lookups.get(red);
  if (known !== undefined) return known;
  const lookup = remembering((key, params) => {
    for (const name of keysOf(key)) {
      const text = red._(`${packageName}/${name}`, params);
      if (text !== `${packageName}/${name}`) return text;
    }
    return undefined;
  });
  lookups.set(red, lookup);
  return lookup;
}

function remembering(find: (...args: Parameters<Translate>) => string | undefined): Translate {
  const texts = new Map<string, string>();
  return (key, params) => {
    const name = nameOf(key, params);
    const known = name === undefined ? undefined : texts.get(name);
    if (known !== undefined) return known;
    const text = find(key, params);
    if (text === undefined || name === undefined) return text ?? key;
    if (texts.size >= mostTexts) texts.clear();
    texts.set(name, text);
    return text;
  };
}

/** One name for equal lookups; undefined where a value is no text, number or flag, and so may change. */
function nameOf(key: string, params: Parameters<Translate>[1] = {}): string | undefined {
  const parts = [key];
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
    parts.push(name, typeof value, String(value));
  }
  return parts.join('\0');
}

/** The text of whatever was thrown; what is not of our family is an `internal-error` that shows its message. */
export function errorText(translate: Translate, error: unknown): string {
  return failureText(translate, asNomosError(error));
}

/** The error itself when it is of our family, else an `internal-error` that carries its message. */
export function asNomosError(error: unknown): NomosError {
  if (error instanceof NomosError) return error;
  const message = shortened(
    error instanceof Error ? error.message : typeof error === 'string' ? error : shownValue(error),
  );
  return new NomosError('internal-error', message, { params: { message } });
}

function shortened(text: string): string {
  return text.length <= longestMessage ? text : `${text.slice(0, longestMessage - 1)}…`;
}

/** What a status calls a failure, by its code; the first that fits. The whole sentence stands in sidebar, dialog and log. */
const troubles: readonly (readonly [codes: RegExp, key: string])[] = [
  [/^(network|proxy|redirect)-|unreachable$|^answer-(broken|not-json|too-large)$/, 'no-connection'],
  [/^tls-/, 'not-secure'],
  [/^(consent|sign-in|answer-lost)|^(not-signed-in|api-unauthorized|token-refused|connect-first)$/, 'sign-in-again'],
  [/^(client-refused|renewal-client)/, 'client-refused'],
  [/^(subscription-inactive|outside-contract)$/, 'contract-inactive'],
  [/subscription|^(api-not-found|api-forbidden)$/, 'no-contract'],
  [/^analog-/, 'analog-months'],
  [/^settings-too-new$/, 'too-new'],
  [/^personal-data-off$/, 'personal-data-off'],
  [/^(no-account|unknown-account|account-stopped)$/, 'no-account'],
  [/^no-home$/, 'no-home'],
  [/^invalid-value$/, 'wrong-setting'],
  [/^clock-not-set$/, 'clock-not-set'],
  [/^disk-full$/, 'disk-full'],
  [/^(tokens-not-saved|save-not-found|storage-unavailable)$/, 'not-saved'],
  [/^no-invoice$/, 'no-invoice'],
  [/^(client|secret|credentials)-|^(instances-differ|invalid-base-url|account-moved)$/, 'check-account'],
  [/^resource-(forbidden|not-found|refused)$/, 'refused'],
  [/^(api|answer|renewal|resource|exchange|token)-/, 'no-answer'],
];

/** A failure in two or three words, in the runtime's language. */
export function troubleWords(translate: Translate, error: unknown): string {
  return wordsOf(translate, asNomosError(error));
}

/** See {@link troubleWords}. */
export function wordsOf(translate: Translate, { code, params }: ShownFailure): string {
  const key = troubles.find(([codes]) => codes.test(code))?.[1] ?? 'failed';
  if (key !== 'wrong-setting') return translate(`trouble.${key}`);
  const field = String(params.field);
  return translate('trouble.wrong-setting', { field: labelOf(translate, field) ?? field });
}
