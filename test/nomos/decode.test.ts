import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodePrices, decodeSubscriptions } from '#src/nomos/decode.js';

const at = '2026-11-22T12:00:00Z';
const start = Date.parse(at);
const one = (amount: unknown, components: unknown = []) => ({ items: [{ timestamp: at, amount, components }] });

describe('nomos: decoding prices', () => {
  it('a whole answer', () => {
    const components = [
      { type: 'electricity', amount: 10.5 },
      { type: 'grid', amount: 9 },
      { type: 'levies', amount: 5.2 },
    ];
    const answer = { object: 'price', unit: 'ct/kWh', resolution: '15min', reference: 'x', ...one(24.7, components) };
    assert.deepEqual(decodePrices(answer), {
      active: true,
      resolutionMs: 900_000,
      points: [{ start, priceCt: 24.7, components: { electricity: 10.5, grid: 9, levies: 5.2 } }],
    });
  });

  it('case 33: no items at all means that the contract is not active', () => {
    assert.deepEqual(decodePrices({ items: null }), { active: false, points: [] });
    assert.equal(decodePrices({ items: [] }).active, true);
  });

  for (const [what, price] of [
    ['null', null],
    ['missing', undefined],
  ] as const)
    it(`case 34: an amount that is ${what} is unknown, not zero`, () => {
      assert.deepEqual(decodePrices(one(price)).points, [{ start, priceCt: null, components: {} }]);
    });

  for (const [what, components, expected] of [
    ['null', null, {}],
    ['missing', undefined, {}],
    [
      'with an unknown part',
      [
        { type: 'grid', amount: null },
        { type: 'levies', amount: 5 },
      ],
      { levies: 5 },
    ],
    ['with a part without an amount', [{ type: 'grid' }], {}],
    ['of a new kind', [{ type: 'moonlight', amount: 1 }], { moonlight: 1 }],
    [
      'that repeat',
      [
        { type: 'grid', amount: 1 },
        { type: 'grid', amount: 2 },
      ],
      { grid: 3 },
    ],
    [
      'that repeat, one unknown',
      [
        { type: 'grid', amount: 1 },
        { type: 'grid', amount: null },
      ],
      {},
    ],
    [
      'that are zero or negative',
      [
        { type: 'electricity', amount: -3 },
        { type: 'grid', amount: 0 },
      ],
      { electricity: -3, grid: 0 },
    ],
  ] as const)
    it(`case 34, 35: components ${what}`, () => {
      assert.deepEqual(decodePrices(one(20, components)).points[0]?.components, expected);
    });

  it('case 35: a part cannot take the place of a prototype', () => {
    const [point] = decodePrices(one(20, [{ type: '__proto__', amount: 1 }])).points;
    assert.equal(Object.getPrototypeOf(point?.components), Object.prototype);
  });

  for (const [text, expected] of [
    ['hourly', 3_600_000],
    ['60min', 3_600_000],
    ['hour', 3_600_000],
    ['15min', 900_000],
    ['30 minutes', 1_800_000],
    ['Hourly', 3_600_000],
    ['5 MIN', 300_000],
    ['1440min', 86_400_000],
    ['0min', undefined],
    ['min', undefined],
    ['12345min', undefined],
    ['1.5min', undefined],
    ['half-hourly', undefined],
    ['hours', undefined],
    ['fortnightly', undefined],
    [null, undefined],
  ] as const)
    it(`case 35: resolution ${text}`, () => {
      assert.equal(decodePrices({ items: [], resolution: text }).resolutionMs, expected);
    });

  for (const unit of ['EUR/kWh', '€/kWh', 'euro per kWh', 'EUR / MWh', 'ct/MWh'])
    it(`case 35: prices in ${unit} are none that we know how to read`, () => {
      assert.throws(() => decodePrices({ unit, ...one(0.25) }), {
        code: 'answer-unexpected',
        params: { path: 'unit' },
      });
    });

  for (const unit of [
    'ct/kWh',
    'Cent/kWh',
    'eurocent/kWh',
    'Euro-Cent per kWh',
    'EUR ct/kWh',
    '',
    'x',
    null,
    undefined,
    7,
  ])
    it(`case 35: a unit ${unit} stops nothing`, () => {
      assert.equal(decodePrices({ unit, ...one(25) }).points[0]?.priceCt, 25);
    });

  it('case 36: unsorted and duplicate points stay as they came', () => {
    const items = ['2026-11-22T13:00:00Z', at, at].map((timestamp, index) => ({ timestamp, amount: index }));
    const { points } = decodePrices({ items });
    assert.deepEqual(
      points.map(({ start: from, priceCt }) => [from, priceCt]),
      [
        [start + 3_600_000, 0],
        [start, 1],
        [start, 2],
      ],
    );
  });

  it('case 37: the same instant in every spelling', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('2026-11-22T12:00:00.000Z', '2026-11-22T13:00:00+01:00', '2026-11-22T12:00Z'),
        (timestamp) => {
          return decodePrices({ items: [{ timestamp, amount: 1 }] }).points[0]?.start === start;
        },
      ),
    );
  });

  it('case 38: every finite number is kept exactly', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (price) => {
        const json = Object.is(price, -0) ? -0 : JSON.parse(JSON.stringify(price));
        return Object.is(decodePrices(one(json)).points[0]?.priceCt, price);
      }),
      { examples: [[-0], [1e308], [-12.34]] },
    );
  });

  it('case 38: so is a part that stands alone, and the sum of several is theirs', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1 }), (alone, several) => {
        const parts = [{ type: 'alone', amount: alone }, ...several.map((amount) => ({ type: 'several', amount }))];
        const components = decodePrices(one(1, parts)).points[0]?.components ?? {};
        assert.ok(Object.is(components.alone, alone));
        assert.equal(
          components.several,
          several.reduce((sum, amount) => sum + amount),
        );
      }),
      { examples: [[-0, [0]]] },
    );
  });

  for (const [price, path] of [
    [Number.NaN, 'items.0.amount'],
    [Number.POSITIVE_INFINITY, 'items.0.amount'],
    ['12.3', 'items.0.amount'],
    [{}, 'items.0.amount'],
    [true, 'items.0.amount'],
  ] as const)
    it(`case 38: refuses the amount ${JSON.stringify(price)} (${price}), naming where it stands`, () => {
      assert.throws(() => decodePrices(one(price)), { name: 'DecodeError', code: 'answer-unexpected', path });
    });

  for (const [what, answer, path] of [
    ['a timestamp that is none', { items: [{ timestamp: 'noon', amount: 1 }] }, 'items.0.timestamp'],
    ['a timestamp without a zone', { items: [{ timestamp: '2026-11-22T12:00:00', amount: 1 }] }, 'items.0.timestamp'],
    ['a part that is text', one(1, [{ type: 'grid', amount: '1' }]), 'items.0.components.0.amount'],
    ['items that are no list', { items: {} }, 'items'],
    ['no items', {}, 'items'],
    ['a list', [], ''],
    ['a text', 'prices', ''],
  ] as const)
    it(`refuses ${what}`, () => {
      assert.throws(
        () => decodePrices(answer),
        (error: Error & { code?: string; path?: string }) => {
          return error.code === 'answer-unexpected' && (error.path === path || path === '');
        },
      );
    });
});

describe('nomos: decoding subscriptions', () => {
  const subscription = {
    object: 'subscription',
    id: 'sub_1',
    number: '4X44EMKX',
    status: 'active',
    type: 'feed_in',
    start_at: '2024-03-14T12:00:00Z',
    end_at: null,
    customer: 'cus_1',
    address: 'adr_1',
    brand_new: { a: 1 },
  };

  it('takes what we use, and no personal data', () => {
    const { items, next } = decodeSubscriptions({
      object: 'list',
      items: [subscription],
      has_more: false,
      next_page: null,
    });
    assert.deepEqual(items, [
      {
        id: 'sub_1',
        number: '4X44EMKX',
        status: 'active',
        type: 'feed-in',
        startAt: Date.parse('2024-03-14T12:00:00Z'),
      },
    ]);
    assert.equal(next, undefined);
  });

  it('tolerates what may be missing, and new words', () => {
    const items = [
      { id: 'sub_1' },
      { id: 'sub_2', status: 'sleeping', type: 'storage', number: null, start_at: 'soon' },
      { id: 'sub_3', status: null, type: null, number: '', start_at: '', end_at: '2026-11-22T12:00:00Z' },
    ];
    assert.deepEqual(decodeSubscriptions({ items }).items, [
      { id: 'sub_1', status: 'unknown', type: 'consumption' },
      { id: 'sub_2', status: 'sleeping', type: 'storage' },
      { id: 'sub_3', status: 'unknown', type: 'consumption', endAt: start },
    ]);
    for (const items of [null, undefined]) assert.deepEqual(decodeSubscriptions({ items }).items, []);
  });

  for (const [what, page, next] of [
    ['has_more absent', { next_page: 'a' }, undefined],
    ['has_more false', { has_more: false, next_page: 'a' }, undefined],
    ['no next page', { has_more: true }, undefined],
    ['an empty next page', { has_more: true, next_page: '' }, undefined],
    ['more', { has_more: true, next_page: 'a' }, 'a'],
  ] as const)
    it(`paging: ${what}`, () => assert.equal(decodeSubscriptions({ items: [], ...page }).next, next));

  for (const id of [undefined, null, '', 7])
    it(`refuses an entry with the id ${JSON.stringify(id)}`, () => {
      assert.throws(() => decodeSubscriptions({ items: [{ status: 'active', id }] }), {
        code: 'answer-unexpected',
        path: 'items.0.id',
        message: /items\.0\.id/,
      });
    });
});
