// @ts-nocheck
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SandboxOptions } from './sandbox.js';
import { defaultModes, type Modes } from './server/modes.js';

/** What the command line asks for. */
export interface CommandLine extends SandboxOptions {
  /** ISO 8601: what the clock shows at the start. */
  readonly startAt?: string;
}

const flags = {
  port: { type: 'string', default: '8899' },
  seed: { type: 'string', default: '1' },
  at: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  control: { type: 'boolean', default: false },
  'tls-key': { type: 'string' },
  'tls-cert': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the arguments after the script's name; throws an error that names what is wrong. */
export function readCommandLine(args: string[]): CommandLine | 'help' {
  const { values } = parseArgs({ args, options: flags });
  if (values.help) return 'help';
  const { 'tls-key': keyFile, 'tls-cert': certFile, at } = values;
  if ((keyFile === undefined) !== (certFile === undefined)) throw new Error('--tls-key and --tls-cert go together');
  if (at !== undefined && Number.isNaN(Date.parse(at))) throw new Error(`--at ${at} is not an ISO 8601 instant`);
  return {
    ...readModes(values.set),
    port: wholeNumber('--port', values.port),
    seed: wholeNumber('--seed', values.seed),
    control: values.control ? 'on' : 'off',
    ...(at !== undefined && { startAt: at }),
    ...(keyFile !== undefined &&
      certFile !== undefined && { tls: { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') } }),
  };
}

function readModes(assignments: readonly string[]): Partial<Modes> {
  return Object.fromEntries(
    assignments.map((assignment) => {
      const [name = '', ...rest] = assignment.split('=');
      const value = rest.join('=');
      if (!(name in defaultModes) || name === 'priceSource') {
        throw new Error(`--set ${name}: there is no such mode; there are ${Object.keys(defaultModes).join(', ')}`);
      }
      return [name, /^\d+$/.test(value) ? Number(value) : value];
    }),
  );
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${flag} ${text} is not a whole number`);
  return Number(text);
}
