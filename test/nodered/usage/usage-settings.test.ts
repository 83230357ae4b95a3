import assert from 'node:assert/strict';
import { decodeUsageSettings } from '#src/nodered/usage/usage-settings.js';
import { refusesField } from '../../support/nomos/refusals.js';

describe('nodered: settings of nomos-usage', () => {
  it('are the defaults for a fresh node', () => {
    assert.deepEqual(decodeUsageSettings({ topic: '', fixedPriceCt: '' }), {
      name: '',
      account: '',
      subscription: '',
      topic: 'nomos/usage',
      period: 'day',
      automatic: true,
    });
  });

  it('take numbers and flags as text', () => {
    const { fixedPriceCt, automatic } = decodeUsageSettings({ fixedPriceCt: '31,5', automatic: 'true' });
    assert.deepEqual([fixedPriceCt, automatic], [31.5, true]);
  });

  for (const [stored, field] of [
    [{ period: 'range' }, 'period'],
    [{ fixedPriceCt: -1 }, 'fixedPriceCt'],
    [{ fixedPriceCt: 'cheap' }, 'fixedPriceCt'],
    [{ automatic: 'sometimes' }, 'automatic'],
    [{ subscription: {} }, 'subscription'],
    [{ topic: 5 }, 'topic'],
  ] as const)
    it(`refuse ${JSON.stringify(stored)}`, () => {
      refusesField(() => decodeUsageSettings(stored), field);
    });
});
