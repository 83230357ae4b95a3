import type { Random } from '../../planner/oracle/random.js';
import { bristling, nameOf, oddValue, storableValue } from './odd-values.js';

type Fields = Record<string, unknown>;

const runNames = (
  'mode objective durationMinutes energyKwh powerKw profile partial from to weekdays timeZone withinHours deadline maxPriceCt ' +
  'maxPriceAppliesTo alwaysOnBelowCt missingPrices fallbackStart minRunMinutes minPauseMinutes maxStarts tie startAlignMinutes ' +
  'replan outputNoPlan resend'
).split(' ');
const queryNames = 'resource subscription from to entryStatus kind maxItems invoice'.split(' ');
const usageNames = 'subscription period date from to fixedPriceCt'.split(' ');
const batteryNames = (
  'capacityKwh chargeKw dischargeKw minSocPercent maxSocPercent efficiencyPercent wearCt gridLimitKw solar feedInCt ' +
  'unpaidWhenNegative chargeFromGrid leaveRoom feedFromBattery marginCt resend timeZone'
).split(' ');
const ownNames =
  'name topic trigger priceSource outputOutside sendOnStart onValue onValueType unit format missingAt automatic';

const optionNames: Readonly<Record<string, readonly string[]>> = {
  'cheapest-window': runNames,
  'nomos-query': queryNames,
  'nomos-usage': [...usageNames, ...runNames],
  'nomos-prices': runNames,
  'home-battery': batteryNames,
};

/** Values that are right for some setting, so that not everything ends at the first check. */
const good: readonly unknown[] = [
  ...[30, '45', 90, 'contiguous', 'interruptible', 'threshold', 'cheapest', 'dearest', 'maximise', '18:00', [1, 7]],
  ...['Europe/Berlin', '2026-11-22T18:00:00+01:00', 'wait', 'fallback', 'latest', 'fewest', 'locked', 'on', 'none'],
  ...['replan', [{ minutes: 20, powerKw: 2 }], 'invoices', 'customer', 'range', '2026-11-01', 'month', null],
];
const commands = [
  'plan',
  'cancel',
  'stop',
  'start',
  'skip',
  'status',
  'override',
  'report',
  'auto',
  'backtest',
  ' Cancel',
  'fly',
];
const names = [
  'payload',
  'command',
  'options',
  'override',
  'reset',
  'topic',
  'unit',
  'price',
  'window',
  'days',
  'mine',
];

/** A message of some properties, right and wrong ones, now and then one that cannot be read. */
export function oddMessage(random: Random, type: string): object {
  const message: Fields = {};
  for (const name of names) if (random.chance(0.2)) message[name] = oddValue(random);
  if (random.chance(0.3)) message.command = random.pick(commands);
  if (random.chance(0.5)) message.options = options(random, type);
  if (random.chance(0.1)) message.payload = { command: random.pick(commands), options: options(random, type) };
  if (random.chance(0.1))
    message.payload = [{ start: 1_795_352_400_000, value: 20 }, { [nameOf(random)]: oddValue(random) }];
  return random.chance(0.05) ? bristling(message, random.pick(names)) : message;
}

function options(random: Random, type: string): object {
  const fields: Fields = {};
  const known = optionNames[type] ?? runNames;
  for (let count = random.whole(0, 2); count > 0; count -= 1) {
    const value = random.chance(0.6) ? random.pick(good) : oddValue(random);
    fields[random.chance(0.95) ? random.pick(known) : nameOf(random)] = value;
  }
  return random.chance(0.03) ? bristling(fields, random.pick(known)) : fields;
}

/** Settings of a node as a flow may hold them. */
export function oddNode(random: Random, type: string): Fields {
  const node: Fields = { version: 1, account: 'account', priceSource: random.pick(['account', 'message']) };
  const known = [...(optionNames[type] ?? []), ...ownNames.split(' ')];
  for (let count = random.whole(0, 3); count > 0; count -= 1)
    node[random.pick(known)] = random.chance(0.6) ? random.pick(good) : storableValue(random);
  if (random.chance(0.05)) node.account = storableValue(random);
  if (random.chance(0.05)) node.version = storableValue(random);
  return node;
}
