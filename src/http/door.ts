import { setMaxListeners } from 'node:events';
import { NomosError } from '../errors.js';
import { type Limits, watchDeadlines } from './deadlines.js';
import { agents, exchange, type Route } from './exchange.js';
import { proxyRefused, redirectRefused, transportFailure } from './failure.js';
import { linkedSignal } from './linked-signal.js';
import { Pacer, pace } from './pacer.js';
import { newProgress, type RequestProgress } from './progress.js';
import { type ProxySettings, proxyFor } from './proxy.js';
import type { HttpAnswer, HttpRequest } from './request.js';

/** The only way out of the house. */
export interface HttpDoor {
  /**
   * Sends a request. Any HTTP status is an answer, except redirects that were not asked for. Throws UnavailableError:
   * `network-dns`, `network-refused`, `network-unreachable`, `network-timeout`, `network-reset`, `answer-too-large`,
   * `answer-broken`, `redirect-refused`, `proxy-refused`, `request-aborted`, `too-many-requests-waiting` or `tls-*`.
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /**
   * Aborts what is under way, refuses what waits, and closes idle connections. A request on a fresh connection that has
   * begun goes on: the process still wants its answer.
   */
  close(): void;
}

/** How a door behaves. */
export interface HttpDoorOptions {
  readonly proxy?: ProxySettings | undefined;
  /** Most requests that start in any second; default 2. Have one door for each account. */
  readonly maxPerSecond?: number;
  /** Longest time until the connection stands, in ms; default 10 s. */
  readonly connectMs?: number;
}

/** What ends a request, also one that is sent a second time. */
type Ends = Pick<Limits, 'whole' | 'signal'>;

/** Opens a door with connections and a queue of its own. */
export function createHttpDoor(options: HttpDoorOptions = {}): HttpDoor {
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const pacer = new Pacer(options.maxPerSecond ?? pace.perSecond);
  const kept = agents('kept');

  async function attempt(request: HttpRequest, progress: RequestProgress, ends: Ends): Promise<HttpAnswer> {
    const connectMs = Math.min(request.deadlineMs, options.connectMs ?? 10_000);
    const deadlines = watchDeadlines(progress, { ...ends, connectMs });
    const route: Route = {
      ...(request.freshConnection === true ? agents('fresh') : kept),
      proxy: proxyFor(new URL(request.url), options.proxy),
      signal: deadlines.signal,
    };
    try {
      return judge(await exchange(request, progress, route), request, progress);
    } catch (error) {
      throw error instanceof NomosError ? error : transportFailure(error, progress);
    } finally {
      deadlines.end();
    }
  }

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    const host = new URL(request.url).hostname;
    const isUrgent = request.freshConnection === true;
    const { signal, unlink, unlinkFrom } = linkedSignal([closing.signal, request.signal]);
    try {
      await pacer.turn(isUrgent ? 'urgent' : (request.order ?? 'normal'), signal);
      if (isUrgent) unlinkFrom(closing.signal);
      const first = newProgress(host);
      const ends = { whole: AbortSignal.timeout(request.deadlineMs), signal };
      const answer = await attempt(request, first, ends).catch((error) => {
        if (isIdleReset(request, first)) return attempt(request, newProgress(host), ends);
        throw error;
      });
      pauseWhenUsedUp(pacer, answer);
      return answer;
    } finally {
      unlink();
    }
  }

  return {
    send,
    close() {
      closing.abort();
      pacer.stop();
      kept.httpAgent.destroy();
      kept.httpsAgent.destroy();
    },
  };
}

function judge(answer: HttpAnswer, { redirects }: HttpRequest, progress: RequestProgress): HttpAnswer {
  if (progress.refusedByProxy || answer.status === 407) throw proxyRefused(progress.host);
  if (redirects !== 'answer' && answer.status >= 300 && answer.status < 400) throw redirectRefused(progress.host);
  return answer;
}

/** A connection that the other side closed while it lay idle: reading once more is safe and nobody needs to know. */
function isIdleReset(request: HttpRequest, progress: RequestProgress): boolean {
  return request.method === 'GET' && progress.reused && !progress.answered && progress.ending === undefined;
}

function pauseWhenUsedUp(pacer: Pacer, { headers }: HttpAnswer): void {
  if (headers['ratelimit-remaining']?.trim() !== '0') return;
  const seconds = Number(headers['ratelimit-reset']);
  if (seconds > 0) pacer.pause(seconds * 1_000);
}
