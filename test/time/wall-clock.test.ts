import assert from 'node:assert/strict';
import { isoLocal, wallClock } from '#src/time/index.js';

const quarter = 900_000;

/** Clock changes of an hour and of half an hour, in both halves of the earth. */
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kolkata'];
const days = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'];

/** All instants whose wall time is as given, by trying those of half a day around it. */
function tried(zone: string, wall: number): number[] {
  const text = new Date(wall).toISOString().slice(0, 16);
  return Array.from({ length: 113 }, (_, i) => wall + (i - 56) * quarter).filter(
    (instant) => isoLocal(zone, instant).slice(0, 16) === text,
  );
}

describe('time: the instants of a wall time', () => {
  for (const zone of zones)
    it(`in ${zone} they are one, mostly, two in autumn, none in spring: those that a search finds, earliest first`, () => {
      const local = wallClock(zone);
      const met = new Set<number>();
      for (const day of days)
        for (let wall = Date.parse(`${day}T00:00Z`), hours = 0; hours < 6; wall += quarter, hours += 0.25) {
          const found = local(wall);
          assert.deepEqual(found, tried(zone, wall), new Date(wall).toISOString());
          met.add(found.length);
        }
      assert.deepEqual([...met].sort(), zone === 'Asia/Kolkata' ? [1] : [0, 1, 2]);
    });
});
