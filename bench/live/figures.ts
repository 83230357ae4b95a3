/** The environment variable with the instant, epoch ms, at which the clock of a driven Node-RED begins. */
export const clockVariable = 'NOMOS_BENCH_CLOCK';

/** What a Node-RED has used since it was asked last. */
export interface Figures {
  readonly cpuMs: number;
  /** How long ago it was asked last. */
  readonly ageMs: number;
  /** The longest time without a turn for others, ms, as far as its thread worked: what others took of the machine is out. */
  readonly stallMs: number;
  /** Messages that reached a sink. */
  readonly received: number;
  /** Plans that open editors were told to draw anew. */
  readonly drawn: number;
  /** Bytes written to files. */
  readonly bytes: number;
  /** How often Node-RED has written its settings. */
  readonly saves: number;
}
