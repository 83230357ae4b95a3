import assert from 'node:assert/strict';
import { QuestionQueue, tooManyQuestions } from '#src/nodered/turns/query-queue.js';
import { turns } from '../../support/clock/manual-clock.js';

describe('nodered: questions that wait for their answers', () => {
  /** A question that is answered when it is told to, or at once where its signal is aborted. */
  function question(log: string[], name: string) {
    let answer = () => {};
    const answering = (signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        log.push(signal.aborted ? `${name} aborted` : `${name} asked`);
        if (signal.aborted) return resolve();
        signal.addEventListener('abort', () => {
          log.push(`${name} cut off`);
          resolve();
        });
        answer = () => {
          log.push(`${name} answered`);
          resolve();
        };
      });
    return { answering, answer: () => answer() };
  }

  it('are answered one after another', async () => {
    const [queue, log] = [new QuestionQueue(), [] as string[]];
    const [first, second] = [question(log, 'first'), question(log, 'second')];
    assert.ok(queue.add(first.answering) && queue.add(second.answering));
    await turns();
    assert.deepEqual(log, ['first asked']);
    first.answer();
    await turns();
    assert.deepEqual(log, ['first asked', 'first answered', 'second asked']);
  });

  it('end together when they are cancelled; the next one is answered', async () => {
    const [queue, log] = [new QuestionQueue(), [] as string[]];
    for (const name of ['first', 'second']) queue.add(question(log, name).answering);
    await turns();
    queue.cancel();
    queue.add(question(log, 'third').answering);
    await turns();
    assert.deepEqual(log, ['first asked', 'first cut off', 'second aborted', 'third asked']);
  });

  it('are all cut off once the queue is closed, those to come too', async () => {
    const [queue, log] = [new QuestionQueue(), [] as string[]];
    queue.add(question(log, 'first').answering);
    await turns();
    queue.close();
    queue.add(question(log, 'second').answering);
    await turns();
    assert.deepEqual(log, ['first asked', 'first cut off', 'second aborted']);
  });

  it('of a node itself wait behind a hundred others, and are answered then', async () => {
    const [queue, log] = [new QuestionQueue(), [] as string[]];
    const others = Array.from({ length: 100 }, (_, index) => question(log, String(index)));
    for (const { answering } of others) queue.add(answering);
    queue.addOwn(question(log, 'own').answering);
    for (const { answer } of others) {
      await turns();
      answer();
    }
    await turns();
    assert.equal(log.at(-1), 'own asked');
  });

  it('are at most a hundred', () => {
    const [queue, log] = [new QuestionQueue(), [] as string[]];
    const { answering } = question(log, 'one');
    for (let count = 0; count < 100; count += 1) assert.ok(queue.add(answering));
    assert.equal(queue.add(answering), false);
    queue.addOwn(answering);
    assert.equal(queue.add(answering), false);
    assert.deepEqual([tooManyQuestions().code, tooManyQuestions().params], ['too-many-questions', { count: 100 }]);
    queue.close();
  });
});
