import { asNomosError, type ShownFailure, type Translate } from './texts.js';

/** What a status calls a failure, by its code; the first that fits. The whole sentence stands in sidebar, dialog and log. */
const words: readonly (readonly [codes: RegExp, key: string])[] = [
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
  [/^(api|answer|renewal|resource|exchange|token)-/, 'no-answer'],
];

/** A failure in two or three words, in the runtime's language. */
export function troubleWords(translate: Translate, error: unknown): string {
  return wordsOf(translate, asNomosError(error));
}

/** See {@link troubleWords}. */
export function wordsOf(translate: Translate, { code, params }: ShownFailure): string {
  const key = words.find(([codes]) => codes.test(code))?.[1] ?? 'failed';
  return translate(`trouble.${key}`, key === 'wrong-setting' ? params : undefined);
}
