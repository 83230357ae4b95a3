import type { PriceWatch } from '../../account/feed/price-watch.js';
import type { BatteryDecision, BatteryLog, BatteryPlanView, ToldForecast } from '../../battery/index.js';
import type { Ms } from '../../time/index.js';
import { type AccountLink, publishPlanned, showPlanned } from '../account/account-node.js';
import { plannedRuns } from '../account/planned-runs.js';
import type { Red, RedNode } from '../platform/red.js';
import type { StatusLine } from '../platform/status-line.js';
import type { Translate } from '../platform/texts.js';
import { troubleText, unpricedTomorrow, withTrouble } from '../prices/price-status.js';
import type { BatteryNodeSettings } from './battery-settings.js';
import { batteryStatus } from './battery-words.js';

/** What a battery without a plan waits for; for every other reason it waits for nothing. */
const waits: Readonly<Record<string, string>> = {
  'no-soc': 'idle.no-soc',
  'no-prices': 'status.waiting-for-prices',
};

/** What a `home-battery` node is made of. */
export interface BatteryNodeParts {
  readonly red: Red;
  readonly node: RedNode;
  readonly settings: BatteryNodeSettings;
  /** Absent where prices come by message. */
  readonly link: AccountLink | undefined;
  readonly translate: Translate;
}

/** What a node remembers, as far as its preview goes by it. */
interface Remembered {
  readonly log: BatteryLog;
  readonly forecast: ToldForecast | undefined;
}

const memories = new Map<string, Remembered>();

/** Makes what a node remembers, at any time, known to the preview of its dialog, until the returned function is called. */
export function announceBattery({ node }: BatteryNodeParts, memory: Remembered): () => void {
  memories.set(node.id, memory);
  return () => {
    if (memories.get(node.id) === memory) memories.delete(node.id);
    plannedRuns.remove(node.id);
  };
}

/** What a deployed node remembers now; nothing where there is none with this id. */
export function rememberedOf(nodeId: string): Partial<Remembered> {
  const { log, forecast } = memories.get(nodeId) ?? {};
  return { ...(log && { log }), forecast };
}

interface Shown {
  readonly show: StatusLine;
  /** Of what is bought, and of what is fed in. */
  readonly watches: readonly (PriceWatch | undefined)[];
  readonly now: Ms;
}

/** Shows a decision under the node, with what is in the way of its prices, and makes its plan visible in charts. */
export function showBattery(
  parts: BatteryNodeParts,
  { state, log, plan, isUnsure }: BatteryDecision,
  { show, watches, now }: Shown,
): void {
  const { link, settings, translate } = parts;
  const { timeZone } = settings.battery;
  const percent = log.stored?.percent;
  const status = batteryStatus(translate, state, { timeZone, now, percent, isUnsure });
  const connection = link?.account.knownConnection;
  const troubles = watches.flatMap((watch) => {
    const situation = watch && { connection, series: watch.series, state: watch.state, now };
    return (situation && (troubleText(translate, situation) ?? unpricedTomorrow(translate, situation))) ?? [];
  });
  show(withTrouble(status, troubles[0]));
  if (plan === undefined) return;
  const idle = plan.reason && (waits[plan.reason] ?? `battery-reasons.${plan.reason}`);
  showPlanned(parts, { runs: bandsOf(plan), idle, timeZone });
  publishPlanned(parts);
}

/** The modes of a plan as stretches; self-consumption is nothing to be shown. */
function bandsOf({ intervals }: BatteryPlanView) {
  const bands: { start: Ms; end: Ms; mode: BatteryPlanView['intervals'][number]['mode'] }[] = [];
  for (const { start, end, mode, expected } of intervals) {
    if (expected) break;
    const last = bands.at(-1);
    if (last?.mode === mode && last.end === start) bands[bands.length - 1] = { ...last, end };
    else bands.push({ start, end, mode });
  }
  return bands;
}
