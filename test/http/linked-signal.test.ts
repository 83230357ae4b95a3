import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { linkedSignal } from '#src/http/linked-signal.js';

const sources = () => [new AbortController(), new AbortController()] as const;
const listeners = (...all: readonly AbortController[]) =>
  all.map(({ signal }) => getEventListeners(signal, 'abort').length);

describe('http: a signal that follows others', () => {
  it('is aborted with any of them, also with one that was aborted before', () => {
    for (const which of [0, 1] as const)
      for (const isBefore of [true, false]) {
        const all = sources();
        if (isBefore) all[which].abort();
        const { signal } = linkedSignal([all[0].signal, undefined, all[1].signal]);
        assert.equal(signal.aborted, isBefore);
        all[which].abort();
        assert.equal(signal.aborted, true);
      }
  });

  it('leaves one of them, or all: long-lived signals collect no listeners', () => {
    const [first, second] = sources();
    const { signal, unlink, unlinkFrom } = linkedSignal([first.signal, second.signal]);
    assert.deepEqual(listeners(first, second), [1, 1]);
    unlinkFrom(first.signal);
    assert.deepEqual(listeners(first, second), [0, 1]);
    unlink();
    assert.deepEqual(listeners(first, second), [0, 0]);
    first.abort();
    second.abort();
    assert.equal(signal.aborted, false);
  });
});
