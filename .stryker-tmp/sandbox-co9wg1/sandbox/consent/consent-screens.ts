// @ts-nocheck
import { randomBytes, randomInt } from 'node:crypto';
import { type Answer, Refusal } from '../server/envelope.js';
import type { Exchange, World } from '../world.js';
import type { AuthorizationRequest, ConsentAttempt } from './attempt.js';
import { callbackUrl, type Decision } from './callback-url.js';
import { codeScreen, decisionScreen, emailScreen, lastScreen } from './consent-html.js';

const cookieName = 'nomos_sandbox';
const attemptLifeMs = 30 * 60_000;
const maxWrongCodes = 5;

/** The first screen, and the cookie that binds the attempt to the browser. */
export function beginConsent(world: World, exchange: Exchange, request: AuthorizationRequest): Answer {
  const now = world.clock.now();
  for (const { id, startedAt } of world.attempts.values()) {
    if (now - startedAt > attemptLifeMs) world.attempts.delete(id);
  }
  const attempt: ConsentAttempt = {
    id: randomBytes(16).toString('hex'),
    browser: browserCookie(exchange) ?? randomBytes(16).toString('hex'),
    request,
    startedAt: now,
    oneTimeCode: String(randomInt(1_000_000)).padStart(6, '0'),
    wrongCodes: 0,
    isSignedIn: false,
  };
  world.attempts.set(attempt.id, attempt);
  const secure = world.url.startsWith('https:') ? '; Secure' : '';
  const cookie = `${cookieName}=${attempt.browser}; HttpOnly; SameSite=Lax; Path=/oauth${secure}`;
  return page(emailScreen({ attempt, emails: emailsOf(world) }), { 'set-cookie': cookie });
}

/** `POST /oauth/consent/<step>`: a form of one of the three screens. Throws a refusal for a foreign or late attempt. */
export function consentStep(world: World, exchange: Exchange, step: string): Answer {
  const form = new URLSearchParams(exchange.body);
  const attempt = world.attempts.get(form.get('attempt') ?? '');
  if (attempt === undefined || attempt.browser !== browserCookie(exchange)) {
    throw new Refusal(400, 'This sign-in is no longer valid: start again');
  }
  exchange.entry.client = attempt.request.clientId;
  if (step === 'email') return takeEmail(world, attempt, form.get('email') ?? '');
  if (step === 'code') return takeOneTimeCode(world, attempt, form.get('one_time_code') ?? '');
  if (step === 'decision') return takeDecision(world, attempt, form.get('decision') === 'allow' ? 'allow' : 'deny');
  throw new Refusal(404, 'No such page');
}

function takeEmail(world: World, attempt: ConsentAttempt, email: string): Answer {
  const customer = world.customers.find((candidate) => candidate.email === email.trim().toLowerCase());
  if (customer === undefined) {
    return page(emailScreen({ attempt, emails: emailsOf(world), complaint: 'No customer has this e-mail address.' }));
  }
  attempt.email = customer.email;
  return page(codeScreen({ attempt }));
}

function takeOneTimeCode(world: World, attempt: ConsentAttempt, oneTimeCode: string): Answer {
  if (attempt.email === undefined) throw new Refusal(400, 'The e-mail address comes first');
  if (oneTimeCode.trim() !== attempt.oneTimeCode) {
    attempt.wrongCodes += 1;
    if (attempt.wrongCodes < maxWrongCodes) return page(codeScreen({ attempt, complaint: 'That is not the code.' }));
    world.attempts.delete(attempt.id);
    throw new Refusal(400, 'Too many wrong codes: start again');
  }
  attempt.isSignedIn = true;
  if (attempt.request.isLoginOnly) return takeDecision(world, attempt, 'allow');
  return page(decisionScreen({ attempt }));
}

function takeDecision(world: World, attempt: ConsentAttempt, decision: Decision): Answer {
  const { email, request } = attempt;
  if (!attempt.isSignedIn || email === undefined) throw new Refusal(400, 'The sign-in comes first');
  world.attempts.delete(attempt.id);
  if (decision === 'deny' && world.modes.denial === 'page') return page(lastScreen());
  const location = callbackUrl(
    world,
    request,
    decision === 'allow' ? { code: codeFor(world, request, email) } : decision,
  );
  return { status: 302, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

function codeFor({ grants, clock, modes }: World, request: AuthorizationRequest, email: string): string {
  const { clientId, redirectUri, scope, challenge, challengeMethod } = request;
  const expiresAt = clock.now() + modes.codeTtlSeconds * 1000;
  return grants.issueCode({ clientId, redirectUri, scope, challenge, challengeMethod, email, expiresAt });
}

function emailsOf({ customers }: World): string[] {
  return customers.map(({ email }) => email);
}

function browserCookie({ headers }: Exchange): string | undefined {
  return new RegExp(`(?:^|;\\s*)${cookieName}=([0-9a-f]{32})(?:;|$)`).exec(headers.cookie ?? '')?.[1];
}

function page(html: string, headers: Record<string, string> = {}): Answer {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      ...headers,
    },
    body: html,
  };
}
