import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clockTimeOf, localDeadlineOf } from '#src/protocol/clock-time.js';

describe('protocol: times as people write them', () => {
  for (const [text, time] of Object.entries({
    '7': '07:00',
    '07': '07:00',
    '7:00': '07:00',
    '07:00': '07:00',
    '7.00': '07:00',
    '7,00': '07:00',
    '7,30 Uhr': '07:30',
    '7.30 Uhr': '07:30',
    '7 Uhr': '07:00',
    '7Uhr': '07:00',
    '19 Uhr 30': '19:30',
    '7h': '07:00',
    '7h30': '07:30',
    '7:00 am': '07:00',
    '7:00 AM': '07:00',
    '7:05 pm': '19:05',
    '7pm': '19:00',
    '7 p.m.': '19:00',
    '12 am': '00:00',
    '12:30 am': '00:30',
    '12 pm': '12:00',
    "7 o'clock": '07:00',
    '0': '00:00',
    '24:00': '00:00',
    '24 Uhr': '00:00',
    ' 23:59 ': '23:59',
  }))
    it(`${text} is ${time}`, () => assert.equal(clockTimeOf(text), time));

  for (const text of [
    ...['', ' ', '24:01', '25', '7:60', '7:5', '7:000', '13 pm', '0 pm', '-7', '+7', '7.5', '7,5', '7:00:00'],
    ...[
      '700',
      '0700',
      '7:00 Uhr 30',
      'seven',
      '7 8',
      '7:00 xm',
      '١٩:٠٠',
      '7e0',
      '0x7',
      '1e1',
      `7${' '.repeat(100)}`,
      'Sun 18:00',
    ],
  ])
    it(`"${text.slice(0, 20)}" is no time`, () => assert.equal(clockTimeOf(text), undefined));

  it('a whole number is an hour, and nothing else but a text is a time', () => {
    assert.equal(clockTimeOf(7), '07:00');
    for (const value of [7.5, -1, 25, Number.NaN, true, null, undefined, [], {}, ['7']])
      assert.equal(clockTimeOf(value), undefined);
  });

  for (const [text, kept] of Object.entries({
    'Sun 18:00': 'Sun 18:00',
    '18:00 Sun': 'Sun 18:00',
    '18 Uhr So.': 'Sun 18:00',
    '6 pm on Sunday': 'Sun 18:00',
    'um 18,30 am Mi': 'Wed 18:30',
    '24:00 So': 'Mon 00:00',
    'on Sunday at 6 pm': 'Sun 18:00',
    'am Sonntag um 18 Uhr': 'Sun 18:00',
    // The end of a day is the beginning of the next one, not its own.
    'Sat 24:00': 'Sun 00:00',
    'So 24 Uhr': 'Mon 00:00',
    'Sun 00:00': 'Sun 00:00',
    'So 18:00': 'Sun 18:00',
    'So. 18 Uhr': 'Sun 18:00',
    'sonntag, 18 Uhr': 'Sun 18:00',
    'Sonntag um 18.30 Uhr': 'Sun 18:30',
    'Sunday at 6 pm': 'Sun 18:00',
    'Mi 7': 'Wed 07:00',
    'DO 24:00': 'Fri 00:00',
    'Sonnabend 9:15': 'Sat 09:15',
    'Tue 12 am': 'Tue 00:00',
    // Before a German day it is the word, before an English one the half of the day.
    '12 am Tue': 'Tue 00:00',
    '12:30 a.m. Sunday': 'Sun 00:30',
    '7 am Sunday': 'Sun 07:00',
    '12 am Sonntag': 'Sun 12:00',
    '12 Uhr am Mi': 'Wed 12:00',
    '12 pm am Di': 'Tue 12:00',
  }))
    it(`${text} is ${kept}`, () => {
      assert.equal(localDeadlineOf(text), kept);
      assert.equal(localDeadlineOf(kept), kept, 'what is kept means the same');
    });

  it('a deadline without a weekday is a time', () => assert.equal(localDeadlineOf('18 Uhr'), '18:00'));

  for (const text of [
    'Sun',
    'Sun 25:00',
    'Sunny 18:00',
    '18:00 Sunny',
    '18:00 Sun 19:00',
    '25:00 Sun',
    'constructor 18:00',
    '__proto__ 7',
    '',
    null,
    7,
  ])
    it(`"${text}" is no deadline`, () => assert.equal(localDeadlineOf(text), undefined));

  it('every minute of a day is understood however it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), (minutes) => {
        const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
        const two = String(minute).padStart(2, '0');
        const kept = `${String(hour).padStart(2, '0')}:${two}`;
        const half = `${hour % 12 || 12}:${two} ${hour < 12 ? 'am' : 'pm'}`;
        for (const text of [kept, `${hour}:${two}`, `${hour}.${two}`, `${hour} Uhr ${two}`, `${hour}.${two} Uhr`, half])
          assert.equal(clockTimeOf(text), kept, text);
      }),
    );
  });
});
