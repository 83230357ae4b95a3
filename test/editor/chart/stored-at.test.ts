import assert from 'node:assert/strict';
import { editorModule } from '../../support/browser/editor-module.js';

type Point = Readonly<Record<'at' | 'percent', number>>;

const { storedAt } = editorModule<{ storedAt(points: readonly Point[], at: number): number | undefined }>(
  'chart/stored-at',
);

describe('editor: what is stored at a time of the chart', () => {
  const points = [
    { at: 100, percent: 20 },
    { at: 200, percent: 60 },
    { at: 400, percent: 40 },
  ];
  const rows = [
    ['at a point', 200, 60],
    ['at the first', 100, 20],
    ['at the last', 400, 40],
    ['between two', 150, 40],
    ['on the way down', 350, 45],
    ['before now', 99, undefined],
    ['after the plan', 401, undefined],
  ] as const;
  for (const [says, at, wanted] of rows) it(says, () => assert.equal(storedAt(points, at), wanted));

  it('of no battery', () => assert.equal(storedAt([], 100), undefined));
});
