// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ListPage, walkPages } from '#src/nomos/paging.js';

/** A list that was cut into pages of the given sizes, the last of which repeats; cursors are positions. */
function paged(items: readonly number[], sizes: readonly number[]) {
  let calls = 0;
  const readPage = async (cursor: string | undefined): Promise<ListPage<number>> => {
    const start = Number(cursor ?? 0);
    const size = sizes[Math.min(calls, sizes.length - 1)] ?? 1;
    calls += 1;
    const end = start + size;
    return { items: items.slice(start, end), ...(end < items.length && { next: String(end) }) };
  };
  return { readPage, calls: () => calls };
}

const lists = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 90 });
const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 });

describe('nomos: walking over pages', () => {
  it('gives the same list whatever the sizes of the pages, in its order', async () => {
    await fc.assert(
      fc.asyncProperty(lists, sizes, async (items, cut) => {
        const { items: found, truncated } = await walkPages({ readPage: paged(items, cut).readPage });
        assert.deepEqual([found, truncated], [items, false]);
      }),
    );
  });

  it('with a filter and a cap: the first wanted ones, and whether there are more, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(lists, sizes, fc.integer({ min: 1, max: 50 }), async (items, cut, maxItems) => {
        const isWanted = (item: number) => item > 4;
        const wanted = items.filter(isWanted);
        const walked = await walkPages({ readPage: paged(items, cut).readPage, isWanted, maxItems });
        assert.deepEqual(walked, { items: wanted.slice(0, maxItems), truncated: wanted.length > maxItems });
      }),
    );
  });

  for (const [maxItems, calls] of [
    [1, 1],
    [9, 1],
    [10, 2],
    [29, 3],
  ] as const)
    it(`reads no page more than it needs: ${maxItems} of 100 in pages of 10 need ${calls}`, async () => {
      const list = paged([...Array(100).keys()], [10]);
      await walkPages({ readPage: list.readPage, maxItems });
      assert.equal(list.calls(), calls);
    });

  it('10,000 entries in pages of 10 are no endless list', async () => {
    const list = paged([...Array(10_000).keys()], [10]);
    const { items, truncated } = await walkPages({ readPage: list.readPage, maxItems: 10_000 });
    assert.deepEqual([items.length, truncated], [10_000, false]);
  });

  it('case 40: a cursor that repeats, at once or in a longer circle', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (circle) => {
        let calls = 0;
        const readPage = async () => {
          calls += 1;
          return { items: [], next: String(calls % circle) };
        };
        await assert.rejects(walkPages({ readPage, maxItems: 1000 }), { code: 'paging-endless' });
        assert.equal(calls, circle + 1);
      }),
    );
  });

  it('case 40: cursors without end, also where nothing on the pages is wanted', async () => {
    let calls = 0;
    const readPage = async () => {
      calls += 1;
      return { items: [1, 2, 3], next: String(calls) };
    };
    await assert.rejects(walkPages({ readPage, isWanted: () => false, maxItems: 10_000 }), { code: 'paging-endless' });
    assert.equal(calls, 1000);
  });
});
