import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { marketTimeZone } from '#src/time/index.js';
import { marketOffset } from '#src/time/market-offset.js';

const msPerDay = 86_400_000;

/** By the tables behind `Intl`. */
const offsetByTables = (instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(marketTimeZone).offsetNanoseconds / 1e6;

describe('time: the offset of the market', () => {
  it('is that of the time zone tables at both ends of every settled day, and around every change', () => {
    let before = offsetByTables(Date.UTC(1996, 0));
    let changes = 0;
    for (let day = Date.UTC(1996, 0); day < Date.UTC(2032, 0); day += msPerDay) {
      const after = offsetByTables(day + msPerDay - 1);
      assert.equal(marketOffset(day), before, new Date(day).toISOString());
      assert.equal(marketOffset(day + msPerDay - 1), after, new Date(day).toISOString());
      if (before !== after) {
        changes += 1;
        for (const at of [day + msPerDay / 24 - 1, day + msPerDay / 24])
          assert.equal(marketOffset(at), offsetByTables(at), new Date(at).toISOString());
      }
      before = after;
    }
    assert.equal(changes, 72);
  });

  it('leaves to the tables what no law has settled, and what is no number', () => {
    for (const instant of [Date.UTC(1996, 0) - 1, Date.UTC(2032, 0), Date.UTC(19_960, 5), -1e15, Number.NaN])
      assert.equal(marketOffset(instant), undefined, String(instant));
  });

  it('is known without a question to Intl, which would cost 8 MB; other zones ask it', () => {
    const time = JSON.stringify(join(__dirname, '..', '..', 'product', 'src', 'time', 'index.js'));
    const script = `
      let asked = 0;
      Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, { construct(...all) { asked += 1; return Reflect.construct(...all); } });
      const { checkTimeZone, civilDate, civilDay, clockTime, instantOf, isoLocal, minuteOfDay, wallClock } = require(${time});
      const zone = checkTimeZone('Europe/Berlin');
      const now = Date.UTC(2026, 9, 25, 12);
      [isoLocal, civilDate, clockTime, minuteOfDay].forEach((read) => read(zone, now));
      civilDay(zone, '2026-10-25');
      instantOf(zone, '2026-10-25', '02:30');
      wallClock(zone)(now);
      const market = asked;
      isoLocal('Europe/London', now);
      console.log(JSON.stringify({ market, other: asked > market }));`;
    const said = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(said), { market: 0, other: true });
  });
});
