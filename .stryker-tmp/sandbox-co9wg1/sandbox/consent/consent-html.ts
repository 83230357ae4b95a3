// @ts-nocheck
import type { ConsentAttempt } from './attempt.js';

interface Screen {
  readonly attempt: ConsentAttempt;
  readonly complaint?: string;
}

/** Screen 1 of 3: who are you? */
export function emailScreen({ attempt, emails, complaint }: Screen & { readonly emails: readonly string[] }): string {
  const options = emails.map((email) => `<option value="${escapeHtml(email)}">`).join('');
  return form({
    attempt,
    complaint,
    step: 'email',
    title: 'Sign in to Nomos (sandbox)',
    body: `<label>E-mail <input name="email" type="email" required autofocus autocomplete="off" list="known"
      value="${escapeHtml(emails[0] ?? '')}"></label><datalist id="known">${options}</datalist>
      <button>Continue</button>`,
  });
}

/** Screen 2 of 3: the one-time code, which stands on the page because the sandbox sends no mail. */
export function codeScreen({ attempt, complaint }: Screen): string {
  return form({
    attempt,
    complaint,
    step: 'code',
    title: 'Enter your one-time code',
    body: `<p>The sandbox sends no e-mail. Your code is <strong id="one-time-code">${attempt.oneTimeCode}</strong>.</p>
      <label>Code <input name="one_time_code" inputmode="numeric" required autofocus autocomplete="off"></label>
      <button>Continue</button>`,
  });
}

/** Screen 3 of 3: allow or deny. */
export function decisionScreen({ attempt }: Screen): string {
  const client = escapeHtml(attempt.request.clientId);
  return form({
    attempt,
    step: 'decision',
    title: 'Allow access?',
    body: `<p><strong>${client}</strong> would like to read the contracts, prices, consumption and invoices of
      <strong>${escapeHtml(attempt.email ?? '')}</strong>. It can change nothing.</p>
      <button name="decision" value="allow">Allow</button>
      <button name="decision" value="deny" class="quiet">Deny</button>`,
  });
}

/** Where a denial ends when the sandbox is told to lead nowhere. */
export function lastScreen(): string {
  return layout('Access was denied', '<p>You can close this window.</p>');
}

/** The page for a request that cannot be sent back to the client. */
export function errorScreen(message: string): string {
  return layout('This did not work', `<p class="complaint">${escapeHtml(message)}</p>`);
}

interface Form {
  readonly attempt: ConsentAttempt;
  readonly complaint?: string | undefined;
  readonly step: string;
  readonly title: string;
  readonly body: string;
}

function form({ attempt, complaint, step, title, body }: Form): string {
  const warning = complaint === undefined ? '' : `<p class="complaint" role="alert">${escapeHtml(complaint)}</p>`;
  return layout(
    title,
    `${warning}<form method="post" action="/oauth/consent/${step}">
      <input type="hidden" name="attempt" value="${attempt.id}">${body}</form>`,
  );
}

function layout(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>
body { font: 1rem/1.5 system-ui, sans-serif; color: #1d2b36; background: #eef3f2; margin: 0; padding: 8vh 1rem; }
main { max-width: 24rem; margin: auto; padding: 1.5rem 2rem 2rem; background: #fff; border-radius: .75rem; }
h1 { font-size: 1.3rem; } label { display: block; margin: 1rem 0; }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; border: 1px solid #75868f; border-radius: .4rem; }
button { font: inherit; padding: .5rem 1.2rem; border: 1px solid #0b6b52; border-radius: .4rem; color: #fff; background: #0b6b52; }
button.quiet { color: #0b6b52; background: #fff; } .complaint { color: #a3120a; } #one-time-code { font-size: 1.3rem; }
</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
