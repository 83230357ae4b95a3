import assert from 'node:assert/strict';
import { longestStepMs, usualStep } from '#src/sun/steps.js';

const quarter = 900_000;

describe('sun: the usual step of a forecast', () => {
  it('is the most frequent distance, the first of equally frequent ones', () => {
    assert.equal(usualStep([0, 1, 2, 6, 10, 14].map((index) => index * quarter)), 4 * quarter);
    assert.equal(usualStep([0, 2, 3].map((index) => index * quarter)), 2 * quarter);
  });

  it('may be two hours and not more, and an instant that is there twice is no step', () => {
    assert.equal(usualStep([0, longestStepMs]), longestStepMs);
    assert.equal(usualStep([0, longestStepMs + 1]), 3_600_000);
    assert.equal(usualStep([5, 5, 5, 5 + quarter]), quarter);
  });

  it('is an hour where there are none', () => {
    assert.equal(usualStep([]), 3_600_000);
    assert.equal(usualStep([7]), 3_600_000);
  });
});
