import { type Interval, type Ms, msPerMinute } from '../../time/index.js';
import { hasRunRules } from './check-request.js';
import { withClosed } from './closed.js';
import type { Ground } from './field.js';
import { infinite } from './numbers.js';
import type { Prepared } from './prepare.js';
import type { AnyRequest, InitialState, RunRules } from './request.js';
import type { Workspace } from './workspace.js';

/** A checked request made ready: instants in whole ms, the window on whole minutes where runs have rules. */
export interface Job {
  readonly request: AnyRequest;
  readonly ground: Ground;
  /** Present when runs have rules, which is when the window is on whole minutes. */
  readonly rules: RunRules | undefined;
  /** The device before the window begins, `forMs` up to there; undefined = not known or not to be minded. */
  readonly initial: InitialState | undefined;
  /** How much of `maxOffMs` is over when the window begins; 0 for a device that is on. */
  readonly offBeforeMs: number;
}

/** Rounds the window and the initial state as the request asks for. */
export function makeJob(prices: Prepared, request: AnyRequest, space: Workspace): Job {
  const rules = request.kind === 'contiguous' || request.kind === 'profile' ? {} : request;
  const gridMs = hasRunRules(rules) ? msPerMinute : 1;
  const earliest = Math.round(request.earliest);
  const window = onGrid({ start: earliest, end: Math.round(request.latestEnd) }, gridMs);
  const { initial, objective, maxPriceCt, closed = [] } = request;
  return {
    request,
    rules: hasRunRules(rules) ? rules : undefined,
    initial: initial && { on: initial.on, forMs: roundDown(initial.forMs + window.start - earliest, gridMs) },
    offBeforeMs: initial?.on ? 0 : roundUp(offBefore(request) + window.start - earliest, gridMs),
    ground: {
      space,
      prices: withClosed(prices, window, closed),
      window,
      sign: objective === 'dearest' ? -1 : 1,
      maxPriceCt: maxPriceCt ?? infinite,
    },
  };
}

/** The grid instants inside a window; a window without one becomes empty. */
function onGrid({ start, end }: Interval, gridMs: number): Interval {
  const first = roundUp(start, gridMs);
  return { start: first, end: Math.max(first, roundDown(end, gridMs)) };
}

function roundDown(value: Ms, gridMs: number): Ms {
  return Math.floor(value / gridMs) * gridMs;
}

function roundUp(value: Ms, gridMs: number): Ms {
  return Math.ceil(value / gridMs) * gridMs;
}

function offBefore({ offBeforeMs, initial }: AnyRequest): number {
  return offBeforeMs ?? initial?.forMs ?? 0;
}
