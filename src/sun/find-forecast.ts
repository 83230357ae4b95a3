type Fields = Readonly<Record<string, unknown>>;

/** Where something stands in what came, e.g. `payload.result.watts`. */
export interface Found {
  readonly path: string;
  readonly value: unknown;
}

/** A forecast as it came: what stands where, and the shape to read it by. */
export interface FoundForecast extends Found {
  readonly shape: SunShape;
  /** The zone that the source names for its local times. */
  readonly zone: Found | undefined;
}

/** The shapes of forecasts, each with its reader. */
export type SunShape = 'watts' | 'watt-hours-period' | 'yield' | 'solcast' | 'rates' | 'plain';

/** No answer of a service hides its forecast deeper, or behind more. */
const deepest = 5;
const mostVisited = 500;

/** What stands under these names is told by the sun; a list needs no rows to be one. */
const namedLists: Readonly<Record<string, SunShape>> = {
  solar_yield_forecast: 'yield',
  forecasts: 'solcast',
  detailedForecast: 'solcast',
  detailedHourly: 'solcast',
  rates: 'rates',
};

/** The columns of energy or power that a plain list may have. */
export const plainColumns = ['kw', 'w', 'watts', 'kwh', 'wh'] as const;

/** The forecast that stands least deep in what came; undefined when there is none of a shape that we read. */
export function findForecast(payload: unknown): FoundForecast | undefined {
  const queue: (Found & { readonly depth: number })[] = [{ path: 'payload', value: payload, depth: 0 }];
  let zone: Found | undefined;
  for (const [visited, { path, value, depth }] of queue.entries()) {
    if (visited > mostVisited) return undefined;
    if (Array.isArray(value)) {
      const shape = shapeOfRows(value);
      if (shape !== undefined) return { path, value, shape, zone };
    } else if (isFields(value)) {
      zone ??= zoneIn(path, value);
      const found = namedIn(path, value);
      if (found !== undefined) return { ...found, zone };
      if (depth < deepest) queue.push(...inside(path, value, depth + 1));
    }
  }
  return undefined;
}

/** True for what carries names; lists and bytes do not. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function namedIn(path: string, fields: Fields): (Found & { readonly shape: SunShape }) | undefined {
  if (isFields(fields.watts)) return { path: `${path}.watts`, value: fields.watts, shape: 'watts' };
  const periods = fields.watt_hours_period;
  if (isFields(periods)) return { path: `${path}.watt_hours_period`, value: periods, shape: 'watt-hours-period' };
  for (const [name, shape] of Object.entries(namedLists)) {
    const value = fields[name];
    if (Array.isArray(value)) return { path: `${path}.${name}`, value, shape };
  }
  return undefined;
}

/** An empty list is a forecast too: none from now on. */
function shapeOfRows(rows: readonly unknown[]): SunShape | undefined {
  const [first] = rows;
  if (rows.length === 0) return 'plain';
  if (!isFields(first)) return undefined;
  if ('pv_estimate' in first) return 'solcast';
  return 'start' in first && plainColumns.some((column) => column in first) ? 'plain' : undefined;
}

function zoneIn(path: string, fields: Fields): Found | undefined {
  const { message } = fields;
  const info = isFields(message) ? message.info : undefined;
  if (!isFields(info) || info.timezone === undefined) return undefined;
  return { path: `${path}.message.info.timezone`, value: info.timezone };
}

function inside(path: string, fields: Fields, depth: number): (Found & { readonly depth: number })[] {
  return Object.keys(fields)
    .slice(0, mostVisited)
    .map((name) => ({ path: `${path}.${name}`, value: fields[name], depth }))
    .filter(({ value }) => isFields(value) || (Array.isArray(value) && value.length > 0));
}
