import type { Decision, RunEvent } from '../../runs/index.js';
import type { TariffReading } from '../../tariffs/index.js';
import type { HomePart } from '../home/home-message.js';
import type { Message } from '../platform/red.js';
import type { Translate } from '../platform/texts.js';
import { eventMessage, planPayload, switchMessage } from './plan-message.js';

/** How a `cheapest-window` node speaks. */
export interface WindowVoice {
  readonly timeZone: string;
  /** Empty = no topic. */
  readonly topic: string;
  /** How the prices were read that came by message. */
  readonly prices?: TariffReading | undefined;
  /** Where the device shares a house. */
  readonly home?: HomePart | undefined;
  readonly onValue: unknown;
  readonly offValue: unknown;
  readonly translate: Translate;
}

/** The messages for the three outputs; null = nothing to say there. */
export type WindowMessages = [Message | null, Message | null, Message[] | null];

/** What made the node decide. */
export interface WindowOccasion {
  readonly cause: 'start' | 'prices' | 'alarm' | 'command';
  readonly message?: Message;
  /** Node-RED's own: by output who is wired to it; absent = anybody may be. */
  readonly wires?: readonly (readonly string[])[] | undefined;
}

/**
 * What a decision has to say. A reply keeps the other properties of the `message` that it answers, and always shows the
 * plan, as a start does, because after it a dashboard is empty; undefined when there is nothing to say at all. For an
 * output that nobody is wired to, nothing is written: a plan has hundreds of instants.
 */
export function windowMessages(
  decision: Decision,
  voice: WindowVoice,
  { cause, message, wires }: WindowOccasion,
): WindowMessages | undefined {
  const { output, plan, replanned, events } = decision;
  const { timeZone, translate, prices } = voice;
  const base = { ...message, ...(voice.topic === '' ? {} : { topic: voice.topic }) };
  const isHeard = (output: number) => wires?.[output - 1]?.length !== 0;
  const showsPlan = isHeard(2) && plan !== undefined && (replanned || message !== undefined || cause === 'start');
  const messages: WindowMessages = [
    output.send
      ? {
          ...base,
          payload: copyOf(output.on ? voice.onValue : voice.offValue),
          ...switchMessage(output, timeZone),
        }
      : null,
    showsPlan ? { ...base, payload: planPayload(plan, timeZone, prices, voice.home) } : null,
    events.length > 0 && isHeard(3)
      ? events.map((event) => ({
          ...base,
          ...eventMessage(event, timeZone, translate(eventKey(event), roundedParams(event)), prices),
        }))
      : null,
  ];
  return messages.some((outgoing) => outgoing !== null) ? messages : undefined;
}

/** Whoever gets a list or an object may change it. */
function copyOf(value: unknown): unknown {
  return typeof value === 'object' ? structuredClone(value) : value;
}

/** Figures as a sentence has them: powers to the tenth. */
function roundedParams({ params = {} }: RunEvent): Record<string, number> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, Math.round(value * 10) / 10]));
}

function eventKey({ kind, plan }: RunEvent): string {
  const isExpected = kind === 'provisional' && plan?.runs.some(({ cause }) => cause === 'expected');
  return isExpected ? 'events.provisional-expected' : `events.${kind}`;
}
