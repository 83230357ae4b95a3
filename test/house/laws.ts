/** What a floor may and may not import. */
export interface Law {
  readonly floor: string;
  /** Where the imports are planted, without `.ts`. */
  readonly file: string;
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
}

/** What every floor of the product must never reach. */
const outside = ['../../sandbox/index.js', '../../test/support/fake-clock.js', '../../nodes/nomos-prices.js'];

/** The import law of DESIGN 2, floor by floor, with the imports most likely to be tried. */
export const laws: readonly Law[] = [
  {
    ...{ floor: 'errors', file: 'src/errors' },
    allowed: [],
    refused: ['./time.js', 'zod', 'node:util'],
  },
  {
    ...{ floor: 'time', file: 'src/time/planted' },
    allowed: ['./interval.js', '../errors.js', 'temporal-polyfill'],
    refused: ['../prices/index.js', 'node:timers', 'zod', ...outside],
  },
  {
    ...{ floor: 'prices', file: 'src/prices/planted' },
    allowed: ['./series.js', '../time/index.js', '../errors.js'],
    refused: ['../planner/index.js', '../nomos/client.js', 'temporal-polyfill', 'node:fs', ...outside],
  },
  {
    ...{ floor: 'planner', file: 'src/planner/planted' },
    allowed: ['./plan.js', '../prices/index.js', '../time/index.js', '../errors.js'],
    refused: ['../runs/index.js', '../http/door.js', '../nodered/red.js', 'axios', 'node:fs', ...outside],
  },
  {
    ...{ floor: 'tariffs', file: 'src/tariffs/planted' },
    allowed: ['./decode.js', '../prices/index.js', '../time/index.js', '../errors.js'],
    refused: ['../planner/index.js', '../nodered/red.js', 'zod', 'node:fs', ...outside],
  },
  {
    ...{ floor: 'usage', file: 'src/usage/planted' },
    allowed: ['./report.js', '../prices/index.js', '../time/index.js', '../errors.js'],
    refused: ['../planner/index.js', '../nomos/client.js', 'zod', 'node:fs', ...outside],
  },
  {
    ...{ floor: 'runs', file: 'src/runs/planted' },
    allowed: ['./log.js', '../planner/index.js', '../prices/index.js', '../time/index.js', '../errors.js'],
    refused: ['../account/clock.js', '../nodered/red.js', 'zod', 'node:timers', ...outside],
  },
  {
    ...{ floor: 'http', file: 'src/http/planted' },
    allowed: ['./door.js', '../errors.js', '../time/index.js', 'axios', 'node:http', 'node:timers/promises'],
    refused: ['../nomos/client.js', '../oauth/pkce.js', '../prices/index.js', 'zod', ...outside],
  },
  {
    ...{ floor: 'nomos', file: 'src/nomos/planted' },
    allowed: ['./decode.js', '../http/door.js', '../prices/index.js', '../time/index.js', '../errors.js', 'zod'],
    refused: ['../account/session.js', '../oauth/pkce.js', 'axios', 'node:http', ...outside],
  },
  {
    ...{ floor: 'oauth', file: 'src/oauth/planted' },
    allowed: ['./pkce.js', '../http/door.js', '../time/index.js', '../errors.js', 'zod', 'node:crypto'],
    refused: ['../nomos/client.js', '../account/session.js', 'axios', 'node:fs', ...outside],
  },
  {
    ...{ floor: 'account', file: 'src/account/planted' },
    allowed: ['./session.js', '../nomos/client.js', '../oauth/pkce.js', '../http/door.js', '../prices/index.js', 'zod'],
    refused: ['../nodered/settings-store.js', '../runs/index.js', '../planner/index.js', 'axios', ...outside],
  },
  {
    ...{ floor: 'nodered', file: 'src/nodered/planted' },
    allowed: ['./red.js', '../errors.js', '../account/account.js', '../runs/index.js', 'zod', 'node:crypto'],
    refused: ['../editor/dom.js', 'axios', 'temporal-polyfill', 'node-red', ...outside],
  },
  {
    ...{ floor: 'nodes', file: 'nodes/planted' },
    allowed: ['../src/nodered/prices-node.js'],
    refused: ['../src/account/account.js', '../src/planner/index.js', './nomos-prices.js', 'zod', 'node:fs'],
  },
  {
    ...{ floor: 'editor', file: 'src/editor/planted' },
    allowed: ['./dom.js', '../nodered/admin-api.js', 'uplot'],
    refused: ['../nodered/red.js', '../planner/index.js', '../errors.js', 'zod', 'node:fs', ...outside],
  },
  {
    ...{ floor: 'editor scripts', file: 'nodes/planted.editor' },
    allowed: ['../src/editor/dom.js', '../src/nodered/admin-api.js'],
    refused: ['../src/nodered/red.js', '../src/runs/index.js', 'zod'],
  },
  {
    ...{ floor: 'sandbox', file: 'sandbox/planted' },
    allowed: ['./clock.js', 'node:http', 'node:timers/promises', 'temporal-polyfill'],
    refused: ['../src/errors.js', '#src/errors.js', '../dist/src/errors.js', './demo/chart.js', 'axios', 'zod'],
  },
  {
    ...{ floor: 'demo', file: 'sandbox/demo/planted' },
    allowed: ['./chart.js', '../index.js', 'node:fs', 'temporal-polyfill'],
    refused: ['../../src/errors.js', '#src/errors.js', '../../dist/src/errors.js', 'axios'],
  },
  {
    ...{ floor: 'tests', file: 'test/house/planted' },
    allowed: ['#src/errors.js', '#nodes/nomos-prices.js', '../../sandbox/index.js', 'fast-check', 'node:fs'],
    refused: ['../../src/errors.js', '../../nodes/nomos-prices.js', '../../dist/src/errors.js'],
  },
];
