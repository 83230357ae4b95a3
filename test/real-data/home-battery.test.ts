import assert from 'node:assert/strict';
import { homeKinds, homeMonths, type Months } from '../../bench/battery/homes.js';
import { rollingPlan, usualView, type View } from '../../bench/battery/rolling.js';
import { bounds, type Outcome, selfUse, usualRule } from '../../bench/battery/ways.js';
import { sharedDir } from '../support/nomos/shared-data.js';

/** The last days of October: one of them has 100 quarter-hours. */
const days = 12;

function costOf({ months }: Outcome): number {
  return [...months.values()].reduce((sum, { billCt, wearCt }) => sum + billCt + wearCt, 0);
}

/** Of the gain that hindsight reaches, in per cent. */
function share(months: Months, outcome: Outcome): number {
  const { noneCt, bestCt } = bounds(months);
  return (100 * (noneCt - costOf(outcome))) / (noneCt - bestCt);
}

/** What `npm run bench:battery` shows of all months, of some days. */
describe('real data: a home battery that decides every quarter-hour', function () {
  this.timeout(120_000);
  const folder = sharedDir();

  before(function () {
    if (folder !== undefined) return;
    console.log('SKIPPED: the folder with market prices is not here.');
    this.skip();
  });

  function home(letter: string): Months {
    const kind = homeKinds.find((one) => one.letter === letter);
    const [months] = homeMonths(folder ?? '', kind!, { months: 1, days });
    return months!;
  }

  it('without sun it earns nearly what hindsight earns, and more than the usual rule', () => {
    const months = home('A');
    const rolled = rollingPlan(months);
    assert.ok(share(months, rolled) >= 92, `${share(months, rolled)} %`);
    assert.ok(costOf(rolled) < costOf(usualRule(months)));
    assert.ok(rolled.changes <= 16 * days, `${rolled.changes} changes`);
  });

  it('with sun it is not worse than self-consumption, where the usual rule is', () => {
    const months = home('C');
    const rolled = rollingPlan(months);
    assert.ok(share(months, rolled) >= 94, `${share(months, rolled)} %`);
    assert.ok(costOf(rolled) <= costOf(selfUse(months)));
    assert.ok(costOf(usualRule(months)) > costOf(selfUse(months)) + 200);
  });

  const worse: Record<string, View> = {
    'no forecast of the sun, no price of tomorrow before midnight': { forecast: false, lostDayIn: 0 },
    'readings that are lost every second day': { ...usualView, lostDayIn: 2 },
  };
  for (const [what, view] of Object.entries(worse))
    it(`${what}: at most 1 EUR worse than self-consumption`, () => {
      const months = home('C');
      const [ours, plain] = [costOf(rollingPlan(months, view)), costOf(selfUse(months))];
      assert.ok(ours <= plain + 100, `${ours - plain} ct worse`);
    });
});
