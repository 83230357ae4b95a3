import assert from 'node:assert/strict';
import { systemClock } from '#src/clock/clock.js';
import { whenFlowsAreKnown } from '#src/nodered/platform/flows-started.js';
import { ManualClock } from '../../support/clock/manual-clock.js';

const hour = 3_600_000;

describe('nodered: when the flows are known', () => {
  const { after } = systemClock;
  let clock: ManualClock;
  let calls: unknown[];
  let isNewest: boolean;
  let isAvailable: boolean;
  let deploy: (payload: unknown) => void;

  beforeEach(() => {
    clock = new ManualClock();
    systemClock.after = (delayMs, callback) => clock.after(delayMs, callback);
    [calls, isNewest, isAvailable] = [[], true, true];
    const events = {
      on: (_: string, listener: (payload: unknown) => void) => {
        deploy = listener;
      },
    };
    const red = { events, settings: { available: () => isAvailable } };
    const runtime = { red, routes: { isNewest: () => isNewest } } as unknown as Parameters<typeof whenFlowsAreKnown>[0];
    whenFlowsAreKnown(runtime, (flows) => calls.push(flows));
  });

  afterEach(() => {
    systemClock.after = after;
  });

  it('calls after a deploy and every six hours, with the flows of the newest deploy only', async () => {
    deploy({ config: { flows: ['old'] } });
    await clock.advance(5 * hour);
    deploy({ config: { flows: ['new'] } });
    await clock.advance(12 * hour);
    assert.deepEqual(calls, [['old'], ['new'], ['new'], ['new']]);
  });

  it('calls nobody without flows, without storage, or for a load that was replaced', async () => {
    for (const payload of [undefined, null, {}, { config: null }, { config: { flows: {} } }]) deploy(payload);
    await clock.advance(12 * hour);
    isAvailable = false;
    deploy({ config: { flows: [] } });
    assert.deepEqual(calls, []);
    isAvailable = true;
    await clock.advance(6 * hour);
    assert.equal(calls.length, 1);
    isNewest = false;
    await clock.advance(12 * hour);
    assert.equal(calls.length, 1);
  });
});
