import * as z from 'zod/mini';
import { invalidValue } from '../../errors.js';
import { type RuleName, type RunSettings, ruleNames, rulesSet, withOptions } from '../../runs/index.js';
import { addDays, type CivilDate, dayCount } from '../../time/index.js';
import { lastPeriod, type Period, periodOf } from '../../usage/index.js';
import type { Message } from '../platform/red.js';
import {
  choiceField,
  dayField,
  decodeFields,
  decodeOptions,
  numberField,
  optionsOf,
  preprocessed,
  textField,
} from '../values/fields.js';
import { plainProperty, propertyOf } from '../values/plain-value.js';
import { commandWord } from '../window/command-word.js';
import { findWindow } from '../window/deployed-windows.js';
import { decodeRunOptions } from '../window/window-settings.js';
import { fixedPriceField, type UsageNodeSettings } from './usage-settings.js';

/** Metered energy of a period and what it cost. */
export interface ReportAsk extends Period {
  readonly kind: 'report';
  readonly subscription: string;
  readonly fixedPriceCt: number | undefined;
}

/** What a device would have cost in a period. */
export interface BacktestAsk extends Period {
  readonly kind: 'backtest';
  readonly subscription: string;
  readonly window: { readonly id: string; readonly name: string };
  readonly run: RunSettings;
  /** Rules without which it is tried as well, each by itself. */
  readonly without: readonly RuleName[];
}

/** What a message asks of a `nomos-usage` node. */
export type UsageAsk = ReportAsk | BacktestAsk | { readonly kind: 'cancel' };

const commands = ['report', 'backtest', 'cancel'] as const;
const periods = ['day', 'week', 'month', 'range'] as const;
/** Three years: what anybody may want to compare, and what fits into the memory of a small machine. */
const mostDays = 1100;

function reportShape() {
  return {
    subscription: textField,
    period: choiceField(periods),
    date: dayField,
    from: dayField,
    to: dayField,
    fixedPriceCt: fixedPriceField(),
  };
}

const withoutText = ['true', ...ruleNames].join(' | ');
/** One rule or several by name, or true for all that are set. */
function withoutField() {
  return preprocessed(
    (value) => (value === 'true' ? true : typeof value === 'string' && value !== '' ? [value] : value || undefined),
    z.optional(z.union([z.literal(true), z.array(z.enum(ruleNames))], withoutText)),
  );
}

function backtestSchema() {
  return z.object({
    window: textField,
    days: numberField({ min: 1, max: mostDays, whole: true }),
    without: withoutField(),
  });
}

/** Reads a message; `today` is the local date. Throws `invalid-value` naming field, value and what is allowed. */
export function readUsageInput(message: Message, settings: UsageNodeSettings, today: CivilDate): UsageAsk {
  if (propertyOf(message, 'reset') !== undefined) return { kind: 'cancel' };
  const isSaid = propertyOf(message, 'command') !== undefined;
  const kind = isSaid ? commandWord(plainProperty(message, 'command'), commands) : 'report';
  if (kind === 'cancel') return { kind };
  return kind === 'backtest'
    ? readBacktest(message, settings, today)
    : readReport(plainProperty(message, 'options') ?? {}, settings, today);
}

function readReport(options: unknown, settings: UsageNodeSettings, today: CivilDate): ReportAsk {
  const { given, asGiven } = decodeOptions(optionsOf(reportShape()), options);
  const isTakenBack = asGiven.fixedPriceCt === null;
  const { subscription = settings.subscription } = given;
  const fixedPriceCt = given.fixedPriceCt ?? (isTakenBack ? undefined : settings.fixedPriceCt);
  return { kind: 'report', subscription, fixedPriceCt, ...periodAsked(given, settings, today) };
}

interface Days {
  readonly period?: (typeof periods)[number] | undefined;
  readonly date?: CivilDate | undefined;
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
}

function periodAsked(given: Days, settings: UsageNodeSettings, today: CivilDate): Period {
  const { date, from, to } = given;
  const hasEdges = from !== undefined || to !== undefined;
  const period = given.period ?? (hasEdges ? 'range' : settings.period);
  if (period !== 'range') {
    for (const [name, value] of Object.entries({ from, to }))
      if (value !== undefined) throw invalidValue(name, value, { rule: 'only-with-range' });
    return date === undefined ? lastPeriod(period, today) : untilYesterday(periodOf(period, date), 'date', today);
  }
  if (date !== undefined) throw invalidValue('date', date, { rule: 'not-with-range' });
  if (from === undefined) throw invalidValue('from', null, 'YYYY-MM-DD');
  const range = untilYesterday({ firstDay: from, lastDay: to ?? addDays(today, -1) }, 'from', today);
  if (to !== undefined && to < from) throw invalidValue('to', to, `${from} (from) …`);
  if (dayCount(range.firstDay, range.lastDay) > mostDays) {
    throw invalidValue('from', from, { rule: 'at-most-days', most: mostDays });
  }
  return range;
}

/** What was used today is known tomorrow at the earliest. */
function untilYesterday({ firstDay, lastDay }: Period, field: string, today: CivilDate): Period {
  const last = addDays(today, -1);
  if (firstDay > last) throw invalidValue(field, firstDay, { rule: 'past-day', last });
  return { firstDay, lastDay: lastDay < last ? lastDay : last };
}

function readBacktest(message: Message, settings: UsageNodeSettings, today: CivilDate): BacktestAsk {
  const {
    window = '',
    days = 30,
    without,
  } = decodeFields(backtestSchema(), {
    window: plainProperty(message, 'window'),
    days: plainProperty(message, 'days'),
    without: plainProperty(message, 'without'),
  });
  const { nodeId, name, run: own } = findWindow(window);
  const run = withOptions(own, decodeRunOptions(plainProperty(message, 'options')));
  return {
    kind: 'backtest',
    subscription: settings.subscription,
    window: { id: nodeId, name },
    run,
    without: rulesNamed(without, run),
    // Today counts, too, as far as it has come.
    firstDay: addDays(today, -days),
    lastDay: today,
  };
}

function rulesNamed(named: true | readonly RuleName[] = [], run: RunSettings): readonly RuleName[] {
  const set = rulesSet(run);
  if (named === true) return set;
  const missing = named.find((rule) => !set.includes(rule));
  if (missing !== undefined)
    throw invalidValue('without', missing, set.length === 0 ? { rule: 'no-rule' } : set.join(' | '));
  return named;
}
