/** Who walks, and what they answer on the third screen. */
// @ts-nocheck

export interface Walk {
  readonly email: string;
  readonly decision: 'allow' | 'deny';
}

/**
 * Walks the three screens of a sandbox over HTTP, as a browser would, and returns where the browser is sent at the end.
 *
 * The address is not opened. Throws when a screen is not what was expected.
 */
export async function walkConsent(authorizeUrl: string, { email, decision }: Walk): Promise<string> {
  const first = await fetch(authorizeUrl, { redirect: 'manual' });
  const early = first.headers.get('location');
  if (early !== null) return early;
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const second = await submit({ page: first, cookie, field: ['email', email] });
  const secondText = await second.clone().text();
  const [, oneTimeCode] = /id="one-time-code">(\d{6})</.exec(secondText) ?? [];
  if (oneTimeCode === undefined) throw new Error(`the sandbox showed no one-time code: ${headline(secondText)}`);
  const third = await submit({ page: second, cookie, field: ['one_time_code', oneTimeCode] });
  const last = third.headers.has('location')
    ? third
    : await submit({ page: third, cookie, field: ['decision', decision] });
  const location = last.headers.get('location');
  if (location === null) throw new Error(`the consent led nowhere: ${headline(await last.text())}`);
  return location;
}

interface Submission {
  readonly page: Response;
  readonly cookie: string;
  readonly field: readonly [name: string, value: string];
}

async function submit({ page, cookie, field: [name, value] }: Submission): Promise<Response> {
  const html = await page.text();
  const [, action] = /<form method="post" action="([^"]+)"/.exec(html) ?? [];
  if (page.status !== 200 || action === undefined)
    throw new Error(`no form to fill in: ${page.status} ${headline(html)}`);
  const form = new URLSearchParams({ [name]: value });
  for (const [, hidden = '', content = ''] of html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)) {
    form.set(hidden, content);
  }
  return fetch(new URL(action, page.url), { method: 'POST', body: form, headers: { cookie }, redirect: 'manual' });
}

function headline(html: string): string {
  const [, title = ''] = /<h1>([^<]*)/.exec(html) ?? [];
  const [, complaint = ''] = /class="complaint"[^>]*>([^<]*)/.exec(html) ?? [];
  return `${title} ${complaint}`.trim();
}
