/**
 * As much of Home Assistant as MQTT discovery needs: which configurations of an entity it takes, and which states. Beyond its own
 * schema unknown names are refused here, because Home Assistant silently drops them.
 */
import assert from 'node:assert/strict';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** An entity as Home Assistant shows it. */
export interface Entity {
  readonly device: string;
  readonly name: string;
  readonly state: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at raw JSON.
  readonly attributes: any;
  readonly isAvailable: boolean;
}

type Config = Readonly<Record<string, unknown>>;

/** From this many bytes on, the recorder keeps no attributes of a state. */
const mostAttributeBytes = 16_384;

const text = { type: 'string', minLength: 1 };
const topic = { type: 'string', pattern: '^[^#+\\0]+$' };
const device = {
  type: 'object',
  additionalProperties: false,
  required: ['identifiers', 'name'],
  properties: {
    identifiers: { type: 'array', items: text, minItems: 1 },
    name: text,
    manufacturer: text,
    via_device: text,
  },
};
const origin = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: { name: text, sw_version: text, support_url: { type: 'string', format: 'uri' } },
};
/** What both kinds have in common; without `unique_id` an entity has no device. */
const common = {
  availability_topic: topic,
  device,
  icon: { type: 'string', pattern: '^[\\w-]+:[\\w-]+$' },
  json_attributes_topic: topic,
  name: text,
  origin,
  state_topic: topic,
  unique_id: text,
};
const required = ['name', 'state_topic', 'unique_id', 'device', 'origin', 'availability_topic'];
const sensor = {
  ...common,
  device_class: { enum: ['enum', 'monetary', 'timestamp'] },
  options: { type: 'array', items: text, minItems: 1 },
  state_class: { enum: ['measurement', 'total', 'total_increasing'] },
  suggested_display_precision: { type: 'integer', minimum: 0 },
  unit_of_measurement: text,
};
const none = false;
/** What a kind of sensor cannot do without. */
const requiredIn = ({ device_class, options, unit_of_measurement = none }: Readonly<Record<string, unknown>>) => [
  ...(device_class === none ? [] : ['device_class']),
  ...(options === none ? [] : ['options']),
  ...(unit_of_measurement === none ? [] : ['unit_of_measurement']),
];
const measured = { state_class: none, unit_of_measurement: none };
const money = { state_class: { const: 'total' }, unit_of_measurement: { pattern: '^[A-Z]{3}$' } };
/** A sensor is a number, one of some words, an instant or money; each forbids what the others need. */
const kindsOfSensor = [
  { device_class: none, options: none },
  { device_class: { const: 'enum' }, options: { minItems: 1 }, ...measured },
  { device_class: { const: 'timestamp' }, options: none, ...measured },
  { device_class: { const: 'monetary' }, options: none, ...money },
].map((properties) => ({ properties, required: requiredIn(properties) }));
const strict = { type: 'object', additionalProperties: false, required };
const schemas: Readonly<Record<string, object>> = {
  sensor: { ...strict, properties: sensor, anyOf: kindsOfSensor },
  binary_sensor: { ...strict, properties: { ...common, device_class: { const: 'running' } } },
};
const ajv = addFormats(new Ajv({ allErrors: true, strict: false }));
const validators = new Map(Object.entries(schemas).map(([kind, schema]) => [kind, ajv.compile(schema)]));

/**
 * The entities that retained messages announce, by their topic without prefix and end (`sensor/nomos_price`). Throws where Home
 * Assistant would refuse, drop or complain about something.
 */
export function entitiesIn(retained: ReadonlyMap<string, string>): Map<string, Entity> {
  const found = new Map<string, Entity>();
  for (const [at, payload] of retained) {
    const [, kind = '', id] = /^homeassistant\/(\w+)\/([\w-]+)\/config$/.exec(at) ?? [];
    if (!at.startsWith('homeassistant/')) continue;
    const validate = validators.get(kind);
    assert.ok(validate !== undefined, `${at} is no topic of a known kind of entity`);
    found.set(`${kind}/${id}`, entityOf(kind, checked(at, JSON.parse(payload), validate), retained));
  }
  return found;
}

/** Throws where announced entities do not go together: two with one id, or a device behind another that nobody announces. */
export function checkTogether(retained: ReadonlyMap<string, string>): void {
  const configs = [...retained].filter(([at]) => at.startsWith('homeassistant/')).map(([, text]) => JSON.parse(text));
  const ids = configs.map(({ unique_id }) => unique_id);
  assert.deepEqual(ids, [...new Set(ids)], 'a unique_id is there twice');
  const known = configs.flatMap(({ device }) => device.identifiers);
  const unknown = configs.flatMap(({ device }) => device.via_device ?? []).filter((via) => !known.includes(via));
  assert.deepEqual(unknown, [], 'via_device names no device');
}

function checked(at: string, config: Config, validate: ValidateFunction): Config {
  assert.ok(validate(config), `${at}: ${ajv.errorsText(validate.errors)}`);
  return config;
}

function entityOf(kind: string, config: Config, retained: ReadonlyMap<string, string>): Entity {
  const told = (name: string) => retained.get(String(config[name]));
  const state = told('state_topic');
  if (state !== undefined) assert.ok(isState(kind, config, state), `${config.unique_id}: ${state}`);
  const attributes = told('json_attributes_topic');
  if (attributes !== undefined) assert.ok(Buffer.byteLength(attributes) < mostAttributeBytes, `${attributes.length}`);
  return {
    device: (config.device as { name: string }).name,
    name: String(config.name),
    state,
    attributes: attributes === undefined ? undefined : JSON.parse(attributes),
    isAvailable: told('availability_topic') === 'online',
  };
}

/** Whether an entity can take a state; `None` stands for unknown. */
function isState(kind: string, config: Config, state: string): boolean {
  if (state === 'None') return true;
  if (kind === 'binary_sensor') return state === 'ON' || state === 'OFF';
  if (config.device_class === 'enum') return (config.options as string[]).includes(state);
  if (config.device_class === 'timestamp')
    return /T.*([+-]\d\d:\d\d|Z)$/.test(state) && !Number.isNaN(Date.parse(state));
  return state.trim() !== '' && Number.isFinite(Number(state));
}
