import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkDashboard } from '../support/browser/dashboard.js';
import { checkTogether, type Entity, entitiesIn } from '../support/nodered/home-assistant.js';
import { type MqttBroker, startMqttBroker } from '../support/nodered/mqtt-broker.js';
import { Bench } from '../support/real/bench.js';
import { exampleNames, importedExample } from '../support/real/examples.js';
import { until } from '../support/real/until.js';
import { edges, minutesIn, piecesOfThreeHours, prices, type Run, today, tomorrow } from './example-day.js';

interface BatteryInterval {
  readonly start: string;
  readonly mode: string;
  readonly gridKwh: number;
  readonly expected: boolean;
}

/** All of them are imported side by side, as by a person who wants to see everything, and live through one day. */
describe('the examples in a real Node-RED', function () {
  this.timeout(120_000);
  let bench: Bench;
  let broker: MqttBroker;
  const directory = mkdtempSync(join(tmpdir(), 'nomos-examples-'));

  before(async () => {
    broker = await startMqttBroker();
    const modes = { publishAt: '12:57', publishSpreadMinutes: 0, priceSource: prices };
    const settings = { fileWorkingDirectory: directory };
    const surrounded = { settings, allNodes: true, prepare: linkDashboard } as const;
    bench = await Bench.start({ start: `${today}T12:30:00+01:00`, factor: 30, ...surrounded, ...modes });
    const contracts = bench.sandbox.customers.flatMap(({ subscriptions }) => subscriptions);
    const feedInContract = contracts.find(({ type }) => type === 'feed_in')?.id ?? '';
    const surroundings = { nomosUrl: bench.sandbox.url, mqttPort: broker.port, feedInContract };
    await bench.deploy(exampleNames.flatMap((name) => importedExample(name, surroundings)));
  });
  after(async () => {
    await bench?.stop();
    await broker?.stop();
    rmSync(directory, { recursive: true });
  });

  const press = async (button: string) => {
    const before = bench.seen.length;
    const answer = await bench.admin(`inject/${button}`, { json: {} });
    assert.equal(answer.status, 200);
    return before;
  };
  const planOf = async (id: string, after = 0) =>
    (await bench.saw(`seen-${id}`, ({ payload }) => payload.feasible, after)).msg.payload;
  const clockReads = (time: string) => {
    const before = bench.seen.length;
    const instant = `${today}T${time}:00+01:00`;
    bench.sandbox.clock.stopAt(instant);
    bench.moveTo(instant);
    return before;
  };
  /** What stands in a file by now. */
  const written = (file: string) => {
    const path = join(directory, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  const shows = (debug: string, value: unknown, after = 0) =>
    bench.saw(`seen-${debug}`, ({ payload }) => payload === value, after);

  it('boiler: three hours in pieces of at least 30 minutes, off until the first of them', async () => {
    const plan = await planOf('boiler-shown');
    assert.deepEqual(edges(plan.runs), piecesOfThreeHours);
    assert.equal(minutesIn(plan.runs), 180);
    await shows('boiler-relay', false);
    await shows('boiler-told', 'planned');
  });

  it('heat pump, freezer, SG-Ready, thermostat: never off for longer than they say, and told so', async () => {
    for (const [id, most, least] of [
      ['heat-pump', 240, 480],
      ['freezer', 180, 600],
      ['sg-ready', 120, 600],
      ['thermostat', 180, 600],
    ] as const) {
      const plan = await planOf(`${id}-shown`);
      assert.ok(plan.longestOffMinutes <= most, `${id}: ${plan.longestOffMinutes} min`);
      assert.ok(minutesIn(plan.runs) >= least && plan.minutesExtra >= 0, `${id}: ${minutesIn(plan.runs)} min`);
    }
    const { msg } = await bench.saw('seen-thermostat-relay', ({ payload }) => payload === 20.5 || payload === 21.5);
    assert.ok(msg.reason.length > 0);
  });

  it('heat pump: on at once, and off when power is dearest: the evening, and the end of a day that gets dearer', async () => {
    const { msg } = await bench.saw('seen-heat-pump-shown', ({ payload }) => payload.feasible && !payload.provisional);
    const { runs, minutesPlanned, minutesExtra } = msg.payload;
    const [first = ''] = edges(runs)[0] ?? [];
    // Planned in the minute in which it was imported; what is left of its eight hours comes last.
    const begun = Number(first.slice(11, 13)) * 60 + Number(first.slice(14));
    const lastEnd = 20 * 60 + 30 + 480 - (17 * 60 - begun) - 90;
    const clock = `${Math.floor(lastEnd / 60)}:${String(lastEnd % 60).padStart(2, '0')}`;
    assert.ok(begun >= 12 * 60 + 30 && begun < 13 * 60, first);
    assert.deepEqual(edges(runs), [
      [first, `${today}T17:00`],
      [`${today}T18:00`, `${today}T19:30`],
      [`${today}T20:30`, `${today}T${clock}`],
    ]);
    assert.deepEqual([minutesPlanned, minutesExtra], [480, 0]);
    await shows('heat-pump-pump', true);
  });

  it('battery: what is stored serves the house, most of all when power is dear, and is filled where it is cheap', async () => {
    await shows('battery-battery', 'auto');
    await shows('battery-auto', 'auto');
    const { msg } = await bench.saw('seen-battery-shown', ({ payload }) => payload.feasible);
    const { forecast, intervals, chargedFromGridKwh } = msg.payload;
    const known: BatteryInterval[] = intervals.filter(({ expected }: BatteryInterval) => !expected);
    const changes = known.filter(({ mode }, index) => mode !== known[index - 1]?.mode);
    assert.deepEqual(
      changes.map(({ start, mode }, index) => [index === 0 ? 'at once' : start.slice(11, 16), mode]),
      [
        ['at once', 'auto'],
        ['16:00', 'hold'],
        ['16:30', 'auto'],
        ['18:00', 'hold'],
        // The hour and a half after 21:00 is too short for all that tomorrow is worth.
        ['18:45', 'charge'],
        ['19:00', 'auto'],
        ['21:00', 'charge'],
        ['22:30', 'auto'],
      ],
    );
    assert.ok(known.every(({ mode, gridKwh }) => (mode === 'auto') === Math.abs(gridKwh) < 1e-6));
    // 1.5 hours with 5 kW, and at 18:45 a part of what a quarter-hour can take: how much, hangs on the minute of the import.
    assert.ok(chargedFromGridKwh > 7.5 && chargedFromGridKwh < 8.75, `${chargedFromGridKwh} kWh`);
    assert.equal(forecast, 'shape');
    assert.ok(msg.payload.saved.againstSelfUseCt > 0);
  });

  it('several tariffs: two hours of the night tariff, without any account', async () => {
    const plan = await planOf('several-tariffs-shown');
    assert.deepEqual(edges(plan.runs), [[`${today}T22:00`, `${tomorrow}T00:00`]]);
    assert.equal(plan.averageCt, 21);
    await shows('several-tariffs-device', false);
  });

  it('cheapest window: the price of now is not below 20 ct', async () => {
    const { msg } = await bench.saw('seen-c0ffee000000000c');
    assert.ok(msg.payload >= 30 && msg.payload < 31);
  });

  it('notify: says nothing while there is nothing to say', () => {
    assert.deepEqual(
      bench.seen.filter(({ from }) => from === 'seen-notify-notification'),
      [],
    );
  });

  it('notify: a line when tomorrow is out, and one when some of it is negative, once each', async () => {
    clockReads('13:40');
    const available = 'Tomorrow’s prices are here.';
    await shows('notify-notification', available);
    const negative = 'Tomorrow 6 prices are below zero, the first at 12:00.';
    await shows('notify-notification', negative);
    const told = bench.seen.filter(({ from }) => from === 'seen-notify-notification').map(({ msg }) => msg.payload);
    assert.deepEqual(told.sort(), [available, negative].sort());
  });

  it('cheapest window: two hours of the night', async () => {
    const isTwoHours = ({ payload }: { payload: { runs?: Run[] } }) =>
      payload.runs?.[0]?.start.startsWith(`${tomorrow}T02:00`) === true;
    const { msg } = await bench.saw('seen-c0ffee0000000006', isTwoHours);
    assert.deepEqual(edges(msg.payload.runs), [[`${tomorrow}T02:00`, `${tomorrow}T04:00`]]);
  });

  it('dishwasher: four phases in one piece, done by 07:00; the second button takes it back', async () => {
    const plan = await planOf('dishwasher-shown', await press('dishwasher-button'));
    assert.deepEqual(edges(plan.runs), [[`${tomorrow}T02:00`, `${tomorrow}T04:30`]]);
    assert.equal(plan.minutesPlanned, 150);
    assert.equal(plan.window.end, `${tomorrow}T07:00:00+01:00`);
    const after = await press('dishwasher-cancel');
    const status = await bench.status('dishwasher-plan', /cancelled/, after);
    assert.equal(status.fill, 'grey');
  });

  it('car: 20 kWh at 11 kW are 110 minutes, ready by 06:30', async () => {
    const plan = await planOf('car-shown', await press('car-plugged'));
    assert.equal(minutesIn(plan.runs), 110);
    assert.equal(plan.window.end, `${tomorrow}T06:30:00+01:00`);
    assert.deepEqual(edges(plan.runs), [[`${tomorrow}T02:00`, `${tomorrow}T03:50`]]);
  });

  it('car: the second button wants 8 kWh within 4 hours instead', async () => {
    const plan = await planOf('car-shown', await press('car-quick'));
    assert.equal(minutesIn(plan.runs), 44);
    const { start, end } = plan.window;
    assert.equal(Date.parse(end) - Date.parse(start), 4 * 3_600_000);
    assert.ok(edges(plan.runs).some(([from = '']) => from >= `${today}T15` && from <= `${today}T16:00`));
  });

  it('car over the weekend: 40 kWh in days to come, never between 17:00 and 20:00', async () => {
    const plan = await planOf('car-weekend-shown', await press('car-weekend-quick'));
    assert.equal(minutesIn(plan.runs), 219);
    assert.equal(plan.window.end, '2026-11-28T10:00:00+01:00');
    const evening = edges(plan.runs).filter(
      ([from = '', to = '']) => from.slice(11) < '20:00' && to.slice(11) > '17:00',
    );
    assert.deepEqual(evening, []);
  });

  it('two cars: what one of them leaves, the other takes, and never both at once', async () => {
    const { msg } = await bench.saw(
      'seen-two-cars-shown',
      ({ payload }) => payload.members,
      await press('two-cars-show'),
    );
    const { members, intervals, limitKw } = msg.payload;
    assert.deepEqual(
      members.map((member: { name: string; plan: { runs: Run[] } }) => [member.name, edges(member.plan.runs)]),
      [
        [
          'family car',
          [
            [`${today}T21:00`, `${today}T21:30`],
            [`${tomorrow}T02:00`, `${tomorrow}T04:30`],
          ],
        ],
        [
          'second car',
          [
            [`${today}T18:00`, `${today}T19:00`],
            [`${today}T21:30`, `${today}T22:30`],
          ],
        ],
      ],
    );
    assert.ok(intervals.every(({ highestKw }: { highestKw: number }) => highestKw <= limitKw));
  });

  it('house with sun: a sample answer, and both devices run by what the roof leaves', async () => {
    const after = await press('house-with-sun-sample');
    for (const shown of ['house-with-sun-shown', 'house-with-sun-shown-2']) {
      const { sunKwh, costCt, energyKwh, home } = (
        await bench.saw(`seen-${shown}`, ({ payload }) => payload.sunKwh, after)
      ).msg.payload;
      assert.ok(
        sunKwh > 0 && costCt < 30 * (energyKwh - sunKwh) + 8 * sunKwh + 1,
        `${shown}: ${sunKwh} kWh, ${costCt} ct`,
      );
      assert.deepEqual(home, { name: 'Home', limitKw: null, order: ['boiler', 'heat pump'] });
    }
  });

  it('dimming: the wallbox gives way, the heat pump stays, and the rest is planned again', async () => {
    await press('dimming-heat');
    await shows('dimming-pump', true);
    await press('dimming-plug');
    await shows('dimming-car', true);
    const after = await press('dimming-dim');
    await shows('dimming-car', false, after);
    // Plans of the moment before may still be on their way.
    const pauseMs = ({ runs }: { runs: Run[] }) =>
      Date.parse(runs.at(-1)?.start ?? '') - Date.parse(runs.at(-2)?.end ?? '');
    const isDimmed = ({ payload }: { payload: { runs: Run[] } }) => Math.abs(pauseMs(payload) - 3_600_000) < 120_000;
    const plan = (await bench.saw('seen-dimming-shown', isDimmed, after)).msg.payload;
    assert.ok(plan.minutesPlanned >= 119.9, JSON.stringify(plan.runs));
    await press('dimming-free');
    const pumped = bench.seen.filter(({ from }) => from === 'seen-dimming-pump').map(({ msg }) => msg.payload);
    assert.deepEqual(pumped, [false, true].slice(-pumped.length));
  });

  it('evcc: every known price in EUR/kWh', async () => {
    const answer = await fetch(`${bench.url}/nomos/evcc`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
    const forecast = (await answer.json()) as { start: string; end: string; value: number }[];
    assert.equal(forecast.length, 192);
    assert.deepEqual(forecast[0], {
      start: '2026-11-21T23:00:00.000Z',
      end: '2026-11-21T23:15:00.000Z',
      value: 0.3,
    });
    assert.ok(forecast.every(({ start }, index) => index === 0 || start === forecast[index - 1]?.end));
    assert.equal(forecast.find(({ start }) => start === '2026-11-23T11:00:00.000Z')?.value, -0.015);
  });

  it('chart: a page with a bar for every price, and the planned hour in another colour', async () => {
    const answer = await fetch(`${bench.url}/nomos/chart`);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
    const page = await answer.text();
    assert.equal(page.match(/<rect /g)?.length, 192);
    const planned = [...page.matchAll(/fill="#2a9d8f"><title>(\d\d:\d\d) (\S+) ct/g)].map(
      ([, at, ct]) => `${at} ${ct}`,
    );
    assert.deepEqual(planned, ['21:00 10', '21:15 10', '21:30 10', '21:45 10']);
    assert.doesNotMatch(page, /NaN|undefined|(?:width|height)="-/);
  });

  it('contracts: the button lists them, newest first, without a name or an address', async () => {
    const before = await press('contracts-button');
    const { msg } = await bench.saw('seen-contracts-shown', () => true, before);
    const listed: { type: string; status: string }[] = msg.payload;
    assert.deepEqual(
      listed.map(({ type, status }) => `${type} ${status}`),
      ['feed-in active', 'consumption active', 'consumption ended'],
    );
    assert.deepEqual([msg.resource, msg.count, msg.truncated], ['subscriptions', 3, false]);
    assert.doesNotMatch(JSON.stringify(msg), /anna|beispiel|cus_|adr_/i);
  });

  it('invoices: the newest first; the second button gives the link to its PDF', async () => {
    const { msg } = await bench.saw('seen-invoices-shown', () => true, await press('invoices-button'));
    const [newest, next]: { id: string; month: number; status: string; totalEur: number }[] = msg.payload;
    assert.deepEqual([newest?.month, newest?.status, next?.month, next?.status], [10, 'open', 9, 'paid']);
    assert.ok((newest?.totalEur ?? 0) > 50);
    const { payload: link } = (await bench.saw('seen-invoices-link', () => true, await press('invoices-newest'))).msg;
    assert.deepEqual([link.invoice, link.validMinutes], [newest?.id, 60]);
    assert.match(await (await fetch(link.url)).text(), /^%PDF/);
    assert.doesNotMatch(JSON.stringify(msg), /anna|beispiel|cus_|adr_/i);
  });

  it('MQTT: the current price and the series are retained at the broker', async () => {
    const retained = (topic: string) =>
      until(topic, () => broker.published.findLast((one) => one.topic === topic && one.retain && one.qos === 1));
    const price = Number((await retained('nomos/price')).payload);
    assert.ok(price >= 30 && price < 31);
    await until('both days', async () => JSON.parse((await retained('nomos/prices')).payload).length === 192);
  });

  /** What Home Assistant shows of an entity, as soon as it is as wanted. */
  const entityShows = (id: string, isWanted: (entity: Entity) => boolean) =>
    until(`${id} in Home Assistant`, () => {
      const entity = entitiesIn(broker.retained()).get(id);
      return entity !== undefined && isWanted(entity) ? entity : undefined;
    });

  it('Home Assistant: prices, level, and each plan with its next start are entities of devices', async () => {
    const price = await entityShows('sensor/nomos_price', ({ attributes }) => attributes?.prices.length === 192);
    const { amount, level } = (await bench.saw('seen-c0ffee000000000c', ({ price }) => price !== undefined)).msg.price;
    assert.ok(Math.abs(Number(price.state) - amount / 100) < 0.01);
    assert.deepEqual([price.device, price.isAvailable, price.attributes.tomorrow], ['Nomos', true, true]);
    assert.equal(price.attributes.prices.at(-1).price, 0.3095);
    await entityShows('sensor/nomos_level', ({ state }) => state === level);
    const start = await entityShows('sensor/nomos_boiler_next_start', () => true);
    assert.deepEqual([start.device, start.state], ['Boiler', `${today}T21:00:00+01:00`]);
    assert.deepEqual(edges(start.attributes.runs), [[`${today}T21:00`, `${today}T22:00`]]);
    await entityShows('sensor/nomos_boiler_cost', ({ state }) => state === '0.2');
    await entityShows('binary_sensor/nomos_boiler_on', ({ state }) => state === 'OFF');
    await entityShows('sensor/nomos_dryer_next_start', ({ state }) => state === `${tomorrow}T02:00:00+01:00`);
    checkTogether(broker.retained());
    assert.deepEqual([...entitiesIn(broker.retained()).keys()].sort(), [
      'binary_sensor/nomos_boiler_on',
      'binary_sensor/nomos_dryer_on',
      'sensor/nomos_boiler_cost',
      'sensor/nomos_boiler_next_start',
      'sensor/nomos_dryer_cost',
      'sensor/nomos_dryer_next_start',
      'sensor/nomos_level',
      'sensor/nomos_price',
    ]);
  });

  it('feed-in: may feed in while the payout is above zero', () => shows('feed-in-inverter', true));

  it('16:00: the boiler heats, the price is below 20 ct, feeding in costs money', async () => {
    const after = clockReads('16:00');
    await shows('feed-in-inverter', false, after);
    await shows('boiler-relay', true, after);
    await shows('c0ffee000000000b', 12, after);
  });

  it('17:00: feeding in is worth something again, the boiler is off', async () => {
    const after = clockReads('17:00');
    await shows('feed-in-inverter', true, after);
    await shows('boiler-relay', false);
  });

  it('daily savings: yesterday by itself, in the file and the chart; asked again it is another line, but no other bar', async () => {
    const { payload: report, repeated } = (await bench.saw('seen-daily-savings-report')).msg;
    assert.deepEqual([report.from, report.usageGaps, report.preliminary, repeated], ['2026-11-21', [], true, false]);
    const { usageKwh, costCt, averageCt, savedAgainstFlatCt } = report;
    assert.ok(usageKwh > 3 && Math.abs(averageCt - 30.5) < 0.5, `${usageKwh} kWh at ${averageCt} ct`);
    const line = `2026-11-21,${usageKwh},${costCt},${averageCt},${savedAgainstFlatCt},preliminary\n`;
    const names = 'date,kWh,ct,ct/kWh,ct saved against an even load,quality\n';
    await until('a line', () => written('nomos-savings.csv') === names + line);
    const bars = [{ series: 'saved, ct', x: '2026-11-21', y: savedAgainstFlatCt }];
    const chart = (await bench.saw('seen-daily-savings-chart')).msg;
    assert.deepEqual([chart.payload, chart.action], [bars, 'replace']);
    const after = await press('daily-savings-button');
    assert.deepEqual((await bench.saw('seen-daily-savings-chart', () => true, after)).msg.payload, bars);
    await until('two lines', () => written('nomos-savings.csv') === names + line + line);
  });

  it('monthly report: the month before in plain words, in a file of its own', async () => {
    const { msg } = await bench.saw('seen-monthly-report-shown', () => true, await press('monthly-report-button'));
    const [title, , used, energy, average, saved, timing, ...rest] = msg.payload.split('\n');
    assert.equal(title, 'Electricity in October 2026');
    assert.match(used, /^Used {6}\d{3}\.\d kWh$/);
    assert.match(energy, /^Energy {4}\d{2,3}\.\d\d EUR$/);
    assert.match(average, /^Average {3}30\.\d\d ct\/kWh$/);
    assert.match(saved, /^Saved {5}-?\d+\.\d\d EUR against an even load$/);
    assert.match(timing, /^Timing {4}\d{1,2} % of it in the cheapest quarter of the day$/);
    assert.deepEqual(rest, []);
    await until('the file', () => written('nomos-2026-10.txt') === `${msg.payload}\n`);
  });

  it('21:00: Home Assistant sees that the boiler should run', async () => {
    clockReads('21:00');
    await entityShows('binary_sensor/nomos_boiler_on', ({ state }) => state === 'ON');
    await entityShows('sensor/nomos_boiler_next_start', ({ state }) => state === 'None');
  });

  it('22:00: the night tariff begins, and the device with it', async () => {
    await shows('several-tariffs-device', true, clockReads('22:00'));
  });

  it('nothing went wrong on the way', () => {
    assert.deepEqual(
      bench.seen.filter(({ from }) => from === 'caught').map(({ msg }) => msg.error.source.id),
      // The file of savings is looked for before it is there.
      ['daily-savings-before'],
    );
    assert.deepEqual(
      bench.lines.filter((line) => /\[warn\] \[|\[error\]|Unhandled/.test(line)),
      [],
    );
    assert.deepEqual(bench.sandbox.ledger.findings, []);
  });

  it('Home Assistant: while Node-RED is away its entities are not available; then they are told anew', async () => {
    const before = broker.published.length;
    await bench.restart('SIGTERM');
    await entityShows('sensor/nomos_boiler_cost', ({ isAvailable }) => isAvailable);
    const told = () => broker.published.slice(before).filter(({ topic }) => topic === 'nomos/status');
    // In between, its fast clock may give up a slow connection and make it again.
    await until('both', () => told().length >= 2 && told().at(-1)?.payload === 'online');
    assert.equal(told()[0]?.payload, 'offline');
    assert.ok(told().every(({ retain }) => retain));
    const configured = () => broker.published.slice(before).filter(({ topic }) => topic.endsWith('/config'));
    const again = () => new Set(configured().map(({ topic }) => topic));
    await until('all entities', () => again().size === entitiesIn(broker.retained()).size);
  });
});
