import assert from 'node:assert/strict';
import { decodeRunOptions, decodeRunSettings, decodeWindowSettings } from '#src/nodered/window/window-settings.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { refusesField } from '../../support/nomos/refusals.js';

type Field = keyof RunSettings;

/** For each setting: a stored value, what becomes of it, and values that must be refused. */
const fields: readonly [field: Field, stored: unknown, decoded: unknown, bad: readonly unknown[]][] = [
  ['mode', 'interruptible', 'interruptible', ['split', 5, true]],
  ['objective', 'dearest', 'dearest', ['cheap', {}]],
  ['durationMinutes', '95', 95, [0, -5, 1.5, 10_081, 'an hour', true, [60], Number.NaN]],
  ['energyKwh', '0', undefined, [-1, 'much']],
  ['powerKw', '2,2', 2.2, [0, -1, 1001, '2 kW']],
  ['partial', 'maximise', 'maximise', ['some', 0]],
  ['trigger', 'message', 'message', ['inject', 1]],
  ['from', '10 pm', '22:00', ['25:00', '2200', 25]],
  ['to', '06:30', '06:30', ['6:3', '06:30:00', null === undefined]],
  ['weekdays', '6,7', [6, 7], ['0', [], [8], 'sat']],
  [
    'exclude',
    [{ from: '5 pm', to: '19.30' }],
    [{ from: '17:00', to: '19:30' }],
    ['17-19', { from: '17:00', to: '19:00' }, Array(6).fill({ from: '17:00', to: '19:00' })],
  ],
  ['timeZone', 'Europe/Lisbon', 'Europe/Lisbon', ['Lisbon', 5]],
  ['withinHours', '12', 12, [0, -1, 169, 'soon']],
  ['deadline', 'So 7 Uhr', 'Sun 07:00', ['tomorrow', '2026-11-22', '7:0', 7]],
  ['priceSource', 'message', 'message', ['mqtt']],
  ['maxPriceCt', '-1.5', -1.5, ['cheap', 10_001]],
  ['maxPriceFrom', 'average', 'average', ['mean', 0]],
  ['maxPriceAppliesTo', 'average', 'average', ['all']],
  ['alwaysOnBelowCt', '0', 0, ['free', Number.POSITIVE_INFINITY]],
  ['missingPrices', 'wait', 'wait', ['guess']],
  ['fallbackStart', '3', '03:00', ['24:01', -3]],
  ['minRunMinutes', '30', 30, [-1, 0.5, 'x']],
  ['minPauseMinutes', 15, 15, [-1, 10_081]],
  ['maxStarts', '2', 2, [-1, 1.5, 1001]],
  ['maxOffMinutes', '240', 240, [14, 2881, 60.5, -1, 'long']],
  ['tie', 'latest', 'latest', ['best']],
  ['toleranceCt', '2,5', 2.5, [-1, 1001, 'much', true]],
  ['startAlignMinutes', '15', 15, [5, '0', true, [15]]],
  ['replan', 'locked', 'locked', ['never']],
  ['outputNoPlan', 'none', 'none', [true, 'nothing']],
  ['outputOutside', 'on', 'on', [false]],
  ['resend', '5', 5, [0, 'often', true, [5], -1]],
  ['sendOnStart', 'false', false, ['no', 0]],
];

describe('nodered: settings of cheapest-window', () => {
  it('are the defaults for a fresh node', () => {
    const { run, ...node } = decodeWindowSettings({ version: 1 });
    assert.deepEqual(run, defaultRunSettings);
    assert.deepEqual(node, {
      name: '',
      account: '',
      subscription: '',
      topic: '',
      priceUnit: 'automatic',
      home: '',
      priority: 5,
    });
  });

  it('have a unit for prices without one; flows of earlier versions have none', () => {
    for (const [stored, decoded] of [
      [undefined, 'automatic'],
      ['', 'automatic'],
      ['automatic', 'automatic'],
      ['EUR/MWh', 'EUR/MWh'],
    ])
      assert.equal(decodeWindowSettings({ priceUnit: stored }).priceUnit, decoded);
    for (const priceUnit of ['SEK/kWh', 'auto', 5, ['ct/kWh']])
      refusesField(() => decodeWindowSettings({ priceUnit }), 'priceUnit');
  });

  it('have every field in this table', () => {
    const tested = new Set(fields.map(([field]) => field));
    assert.deepEqual(
      Object.keys(defaultRunSettings).filter((field) => field !== 'profile' && !tested.has(field as Field)),
      [],
    );
  });

  for (const [field, stored, decoded, bad] of fields) {
    if (decoded !== undefined)
      it(`${field}: ${JSON.stringify(stored)} is ${JSON.stringify(decoded)}`, () => {
        assert.deepEqual(decodeRunSettings({ [field]: stored })[field], decoded);
      });

    it(`${field}: empty is the default`, () => {
      for (const empty of ['', null, undefined])
        assert.deepEqual(decodeRunSettings({ [field]: empty })[field], defaultRunSettings[field]);
    });

    for (const value of bad)
      it(`${field}: refuses ${typeof value === 'number' ? value : JSON.stringify(value)}`, () => {
        const allowed = refusesField(() => decodeRunSettings({ powerKw: 1, [field]: value }), field);
        assert.notEqual(allowed, '');
      });
  }

  for (const [name, stored, field] of [
    ['energy without a power', { energyKwh: 3 }, 'powerKw'],
    ['no energy at all', { energyKwh: 0, powerKw: 1 }, 'energyKwh'],
    ['a threshold without a price', { mode: 'threshold' }, 'maxPriceCt'],
    ['a limit for the dearest time', { objective: 'dearest', maxPriceCt: 5 }, 'maxPriceCt'],
    ['a fallback without a time', { missingPrices: 'fallback' }, 'fallbackStart'],
    [
      'a fallback outside of the window',
      { missingPrices: 'fallback', fallbackStart: '12:00', from: '22:00', to: '06:00' },
      'fallbackStart',
    ],
    ['more than the window holds', { from: '22:00', to: '23:00', durationMinutes: 61 }, 'durationMinutes'],
    ['a profile in pieces', { mode: 'interruptible', profile: [{ minutes: 5, powerKw: 1 }] }, 'profile'],
    ['a profile without power', { profile: [{ minutes: 5, powerKw: 0 }] }, 'profile'],
    ['a profile beside an energy', { profile: [{ minutes: 5, powerKw: 1 }], energyKwh: 1, powerKw: 1 }, 'energyKwh'],
  ] as const)
    it(`refuses ${name}`, () => {
      refusesField(() => decodeRunSettings(stored), field);
    });

  it('a profile is read as the dialog stores it', () => {
    const { profile } = decodeRunSettings({
      profile: [
        { minutes: '20', powerKw: '2,1' },
        { minutes: 5, powerKw: 0 },
      ],
    });
    assert.deepEqual(profile, [
      { minutes: 20, powerKw: 2.1 },
      { minutes: 5, powerKw: 0 },
    ]);
  });

  for (const [phase, field] of [
    [{ minutes: '', powerKw: 1 }, 'profile.0.minutes'],
    [{ minutes: 0, powerKw: 1 }, 'profile.0.minutes'],
    [{ minutes: null, powerKw: 1 }, 'profile.0.minutes'],
    [{ minutes: 5 }, 'profile.0.powerKw'],
    [{ minutes: 5, powerKw: '' }, 'profile.0.powerKw'],
    [{ minutes: 5, powerKw: -1 }, 'profile.0.powerKw'],
    [{ minutes: true, powerKw: 1 }, 'profile.0.minutes'],
    ['5', 'profile.0'],
  ] as const)
    it(`refuses the phase ${JSON.stringify(phase)}`, () => {
      refusesField(() => decodeRunSettings({ profile: [phase] }), field);
    });

  for (const [stretch, field] of [
    [{ from: '17:00' }, 'exclude.0.to'],
    [{ to: '17:00' }, 'exclude.0.from'],
    [{ from: '17:00', to: '' }, 'exclude.0.to'],
    [{ from: '17:00', to: '25:00' }, 'exclude.0.to'],
    [{ from: '5 pm', to: '17:00' }, 'exclude.0.to'],
    ['17:00', 'exclude.0'],
    [1, 'exclude.0'],
  ] as const)
    it(`refuses to exclude ${JSON.stringify(stretch)}`, () => {
      refusesField(() => decodeRunSettings({ exclude: [stretch] }), field);
    });

  it('the run time has to fit beside what is excluded, in one piece or in all', () => {
    const night = { from: '22:00', to: '06:00', exclude: [{ from: '01:00', to: '02:30' }] };
    refusesField(() => decodeRunSettings({ ...night, durationMinutes: 211 }), 'durationMinutes');
    decodeRunSettings({ ...night, durationMinutes: 210 });
    refusesField(() => decodeRunSettings({ ...night, mode: 'interruptible', durationMinutes: 391 }), 'durationMinutes');
    decodeRunSettings({ ...night, mode: 'interruptible', durationMinutes: 390 });
    decodeRunSettings({ ...night, durationMinutes: 480, partial: 'maximise' });
    const byMessage = { trigger: 'message', exclude: [{ from: '22:00', to: '06:00' }] };
    refusesField(() => decodeRunSettings({ ...byMessage, durationMinutes: 961 }), 'durationMinutes');
    decodeRunSettings({ ...byMessage, durationMinutes: 960 });
    decodeRunSettings({ ...byMessage, mode: 'interruptible', durationMinutes: 961 });
  });

  it('something of the window has to be left', () => {
    const halves = [
      { from: '00:00', to: '12:00' },
      { from: '12:00', to: '00:00' },
    ];
    for (const given of [{ exclude: halves }, { from: '01:00', to: '02:00', exclude: halves.slice(0, 1) }])
      for (const partial of ['exact', 'maximise'])
        refusesField(() => decodeRunSettings({ ...given, partial }), 'exclude');
  });

  it('a version of a newer package is refused', () => {
    assert.throws(() => decodeWindowSettings({ version: 99 }), { code: 'settings-too-new' });
  });

  it('properties of Node-RED and of later versions do no harm', () => {
    const stored = { id: 'n1', type: 'cheapest-window', z: 'f1', x: 1, y: 2, wires: [[]], somethingNew: true };
    assert.deepEqual(decodeWindowSettings(stored).run, defaultRunSettings);
  });
});

describe('nodered: msg.options', () => {
  it('none are none', () => assert.deepEqual(decodeRunOptions(undefined), {}));

  it('hold what is there, decoded', () => {
    assert.deepEqual(decodeRunOptions({ durationMinutes: '90', deadline: '07:00', tie: '' }), {
      durationMinutes: 90,
      deadline: '07:00',
    });
  });

  it('take optional settings back by null', () => {
    const taken = { maxPriceCt: null, energyKwh: null, deadline: null, profile: null, exclude: null };
    assert.deepEqual(decodeRunOptions(taken), { ...taken, profile: [], exclude: [] });
  });

  for (const field of ['mode', 'durationMinutes', 'from', 'resend', 'weekdays'])
    it(`do not take back ${field}, without which there is no plan`, () => {
      refusesField(() => decodeRunOptions({ [field]: null }), field);
    });

  for (const [options, field] of [
    [{ duration: 60 }, 'duration'],
    [{ trigger: 'message' }, 'trigger'],
    [{ priceSource: 'message' }, 'priceSource'],
    [{ outputOutside: 'on' }, 'outputOutside'],
    [{ sendOnStart: false }, 'sendOnStart'],
    [{ durationMinutes: 0 }, 'durationMinutes'],
    [null, 'options'],
    ['60', 'options'],
    [[], 'options'],
  ] as const)
    it(`refuse ${JSON.stringify(options)}`, () => {
      refusesField(() => decodeRunOptions(options), field);
    });
});
