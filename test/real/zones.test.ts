import assert from 'node:assert/strict';
import { Bench } from '../support/real/bench.js';
import { stretches } from '../support/real/prices.js';
import { observedFlow, watched } from '../support/real/recorder.js';

/** The day on which the hour from two to three comes twice in Berlin, but neither on the other side of the world nor in UTC. */
const day = '2026-10-25';
const priceSource = stretches({ date: day, from: '03:15', to: '04:15', ct: 12 });

/** What people and other nodes are told: of the current price, the series, the plan, and by both statuses. */
async function told(zone: string) {
  const bench = await Bench.start({ start: '2026-10-24T22:05:10+02:00', factor: 1, priceSource, env: { TZ: zone } });
  try {
    await bench.deploy(
      observedFlow(
        bench.account('account', { grant: 'client-credentials' }),
        watched({ id: 'prices', type: 'nomos-prices', version: 1, account: 'account' }),
        watched({
          id: 'car',
          type: 'cheapest-window',
          version: 1,
          account: 'account',
          from: '22:00',
          to: '06:00',
          durationMinutes: 60,
          powerKw: 11,
        }),
      ),
    );
    const { msg: plan } = await bench.saw('car-2', ({ payload }) => payload.feasible);
    const { msg: series } = await bench.saw('prices-2', ({ tomorrow }) => tomorrow);
    const { msg: price } = await bench.saw('prices-1');
    const ofCar = await bench.status('car', /starts .+ at [\d.]+ ct/);
    const ofPrices = await bench.status('prices', /ct\/kWh/);
    const { runs, window, nextStart, pricesUntil, averageCt, costCt } = plan.payload;
    return {
      plan: { runs, window, nextStart, pricesUntil, averageCt, costCt },
      price: price.price,
      series: series.payload,
      statuses: [ofCar.text, ofPrices.text],
      clock: await bench.admin('nomos/accounts/account').then(({ status }) => status),
    };
  } finally {
    await bench.stop();
  }
}

describe('a machine whose clock is set to another zone', function () {
  this.timeout(120_000);
  let inBerlin: Awaited<ReturnType<typeof told>>;

  before(async () => {
    inBerlin = await told('Europe/Berlin');
  });

  it('at home: the cheap hour after the clocks went back', () => {
    const [run] = inBerlin.plan.runs;
    assert.deepEqual([run.start, run.end], [`${day}T03:15:00+01:00`, `${day}T04:15:00+01:00`]);
    assert.deepEqual(inBerlin.plan.window.end, `${day}T06:00:00+01:00`);
    assert.equal(inBerlin.series.length, 96 + 100);
    assert.match(inBerlin.statuses[0] ?? '', /03:15/);
  });

  for (const zone of ['UTC', 'Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kathmandu'])
    it(`${zone}: sends and says the same, to the letter`, async () => {
      assert.deepEqual(await told(zone), inBerlin);
    });
});
