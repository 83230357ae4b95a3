import { callback as german } from '../../../locales/de/nomos-account.json';
import { callback as english } from '../../../locales/en-US/nomos-account.json';
import type { AdminRequest, AdminResponse } from '../platform/red.js';

/** How a sign-in ended, as far as the page after it tells; each has its texts in the catalogs under `callback.<outcome>`. */
export const callbackOutcomes = ['connected', 'held', 'denied', 'expired', 'failed'] as const;
export type CallbackOutcome = (typeof callbackOutcomes)[number];

/** RFC 6749 10.13, RFC 9700 4.2.4 and 4.16: no script, no frame, no referrer, no cache. */
const pageHeaders = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

interface PageTexts {
  readonly title: string;
  readonly text: string;
}

const pages: Record<'en' | 'de', Record<CallbackOutcome, PageTexts>> = { en: english, de: german };

/** Sends the browser from the address that holds the code to a clean one, so that no history or referrer keeps it. */
export function redirectToOutcome({ url }: AdminRequest, response: AdminResponse, outcome: CallbackOutcome): void {
  // Relative, because only the browser knows the whole path; a slash at the end of it makes it a folder.
  const isFolder = url.split('?', 1)[0]?.endsWith('/');
  response.set(pageHeaders).redirect(303, isFolder ? outcome : `callback/${outcome}`);
}

/** Sends the fixed page of an outcome, in German where the browser prefers it; nothing of the request is repeated. */
export function sendCallbackPage(request: AdminRequest, response: AdminResponse): void {
  const outcome = callbackOutcomes.find((known) => known === request.params[0]) ?? 'failed';
  const language = /^de\b/i.test(String(request.headers['accept-language'] ?? '')) ? 'de' : 'en';
  response.status(200).set(pageHeaders).type('html').send(pageHtml(language, pages[language][outcome]));
}

function pageHtml(language: string, { title, text }: PageTexts): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:18px/1.5 system-ui,sans-serif;max-width:32em;margin:15vh auto;padding:0 1em;color-scheme:light dark}</style>
</head><body><h1>${title}</h1><p>${text}</p></body></html>
`;
}
