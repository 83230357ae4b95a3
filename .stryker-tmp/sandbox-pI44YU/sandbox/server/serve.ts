// @ts-nocheck
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange, World } from '../world.js';
import { control, controlPath } from './control.js';
import { type Delivery, deliver } from './delivery.js';
import { type Answer, envelope } from './envelope.js';
import { type FaultPlan, type Faults, isHandled, spoil } from './faults.js';
import { answerTo, targetOf } from './routes.js';
import { firstHeaders, readBody } from './server.js';
import type { Steered } from './steered.js';

/** What a server needs to answer a request. */
export interface Running {
  readonly world: World;
  readonly faults: Faults;
  readonly evilUrl: string;
  /** Present when the control interface is switched on. */
  readonly steered: Steered | undefined;
}

/** Answers one request and writes it into the ledger; never rejects. */
export async function serve(running: Running, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
  const method = request.method ?? 'GET';
  try {
    if (running.steered !== undefined && path.startsWith(`${controlPath}/`)) {
      const contentType = request.headers['content-type'];
      const order = { method, path, contentType, body: (await readBody(request)) ?? '' };
      await deliver(response, control(running.steered, order), undefined);
    } else {
      await converse(running, { request, response, method, path, query: new URLSearchParams(search) });
    }
  } catch (error) {
    if (response.destroyed) return;
    // A mistake of the sandbox itself: the stack is for its maintainer and holds no request.
    console.error(error);
    if (response.headersSent) response.destroy();
    else await deliver(response, failure(500, 'The sandbox made a mistake'), undefined);
  }
}

interface Conversation extends Pick<Exchange, 'method' | 'path' | 'query'> {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function converse(running: Running, { request, response, method, path, query }: Conversation): Promise<void> {
  const { world, faults } = running;
  const entry = world.ledger.open({ at: world.clock.now(), method, path });
  let outcome: Delivery = 'cut';
  try {
    const body = await readBody(request);
    const fault = faults.take(targetOf(path));
    const exchange = { method, path, query, headers: firstHeaders(request), body: body ?? '', entry };
    const answer = body === undefined ? failure(413, 'Request body too large') : spoiltAnswer(running, exchange, fault);
    entry.status = answer.status;
    outcome = await deliver(response, answer, fault);
  } finally {
    world.ledger.close(entry, outcome);
  }
}

function spoiltAnswer({ world, evilUrl }: Running, exchange: Exchange, fault: FaultPlan | undefined): Answer {
  if (fault === undefined) return answerTo(world, exchange);
  exchange.entry.fault = fault.kind;
  const answer = isHandled(fault) ? answerTo(world, exchange) : failure(500, 'Not processed');
  return spoil(answer, fault, evilUrl);
}

function failure(status: number, message: string): Answer {
  return envelope({ status, message, headers: {}, errors: [] });
}
