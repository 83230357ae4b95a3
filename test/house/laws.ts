import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const root = join(__dirname, '..', '..', '..');

/** A floor of the house, or a room that counts as one: a folder of `src/`, and what its files may import. */
export interface Floor {
  readonly name: string;
  /** The floors and rooms it stands on. */
  readonly may?: readonly string[];
  /** Packages, as patterns. */
  readonly packages?: readonly string[];
  /** It knows no clock and no I/O. */
  readonly pure?: boolean;
}

/** The one list of floors, from the lowest up; linter, tests and the project of the pure floors follow from it. */
export const floors: readonly Floor[] = JSON.parse(readFileSync(join(root, 'tools', 'floors.json'), 'utf8'));

/** What a place may and may not import. */
export interface Law {
  readonly place: string;
  /** Where the imports are planted, without `.ts`. */
  readonly file: string;
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
}

/** Packages that some floor or other may reach for, each to be refused where the list does not name it. */
const temptations = ['zod', 'axios', 'temporal-polyfill', 'node-red', 'node:fs', 'node:crypto', 'node:timers/promises'];
const outside = ['sandbox/index', 'test/support/clock/fake-clock', 'nodes/any'];

/** True for the one floor that is a file and no folder. */
export function isOneFile({ name }: Floor): boolean {
  return name === 'errors';
}

/** How a file of `floor` would import another file of the repository, given without its ending. */
function specifier(floor: Floor, target: string): string {
  const path = posix.relative(isOneFile(floor) ? 'src' : `src/${floor.name}`, target);
  return `${path.startsWith('.') ? path : `./${path}`}.js`;
}

/** `*` stands for anything but a slash, `**` for anything. */
function knows({ packages = [] }: Floor, name: string): boolean {
  const pattern = (known: string) => known.replace(/\*+/g, (stars) => (stars === '*' ? '[^/]*' : '.*'));
  return packages.some((known) => new RegExp(`^${pattern(known)}$`).test(name));
}

function lawOf(floor: Floor): Law {
  const target = (other: Floor) => specifier(floor, isOneFile(other) ? `src/${other.name}` : `src/${other.name}/any`);
  const stands = (other: Floor) => floor.may?.includes(other.name) === true;
  const others = floors.filter((other) => other !== floor);
  return {
    place: floor.name,
    file: isOneFile(floor) ? `src/${floor.name}` : `src/${floor.name}/planted`,
    allowed: [...others.filter(stands).map(target), ...temptations.filter((name) => knows(floor, name))],
    refused: [
      ...others.filter((other) => !stands(other)).map(target),
      ...temptations.filter((name) => !knows(floor, name)),
      ...outside.map((place) => specifier(floor, place)),
    ],
  };
}

/** The import law: of every floor as the list has it, and of the places around them. */
export const laws: readonly Law[] = [
  ...floors.map(lawOf),
  {
    place: 'nodes',
    file: 'nodes/planted',
    allowed: ['../src/nodered/prices/prices-node.js', '../src/nodered/platform/red.js'],
    refused: ['../src/account/account.js', '../src/planner/index.js', './nomos-prices.js', 'zod', 'node:fs'],
  },
  {
    place: 'editor scripts',
    file: 'nodes/planted.editor',
    allowed: ['../src/editor/form/dom.js', '../src/protocol/admin-api.js'],
    refused: ['../src/nodered/platform/red.js', '../src/runs/index.js', 'zod'],
  },
  {
    place: 'sandbox',
    file: 'sandbox/planted',
    allowed: ['./clock.js', './server/envelope.js', 'node:http', 'node:timers/promises', 'temporal-polyfill'],
    refused: ['../src/errors.js', '#src/errors.js', '../dist/src/errors.js', 'axios', 'zod'],
  },
  {
    place: 'rooms of the sandbox',
    file: 'sandbox/demo/planted',
    allowed: ['./chart.js', '../index.js', '../server/envelope.js', 'node:fs', 'temporal-polyfill'],
    refused: ['../../src/errors.js', '#src/errors.js', '../../dist/src/errors.js', 'axios'],
  },
  {
    place: 'tests',
    file: 'test/house/planted',
    allowed: ['#src/errors.js', '#nodes/nomos-prices.js', '../../sandbox/index.js', 'fast-check', 'node:fs'],
    refused: ['../../src/errors.js', '../../nodes/nomos-prices.js', '../../dist/src/errors.js'],
  },
];
