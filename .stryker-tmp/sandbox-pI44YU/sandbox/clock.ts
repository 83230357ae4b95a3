/** The sandbox's idea of now: the machine's clock until a person or a test moves or stops it. */
// @ts-nocheck

export interface SandboxClock {
  /** Epoch ms. */
  now(): number;
  /** From now on the clock shows `instant` (epoch ms or ISO 8601) and runs. */
  moveTo(instant: number | string): void;
  /** Moves forward, or back when negative, by `ms`; a stopped clock stays stopped. */
  advance(ms: number): void;
  /** The clock shows `instant` (epoch ms or ISO 8601) until it is moved again. */
  stopAt(instant: number | string): void;
  /** Back to the machine's clock. */
  reset(): void;
}

/** A clock that runs with `Date.now()`, which the demo may have sped up. */
export function makeClock(): SandboxClock {
  let offsetMs = 0;
  let stoppedAt: number | undefined;
  const now = () => stoppedAt ?? Date.now() + offsetMs;
  return {
    now,
    moveTo(instant) {
      offsetMs = epochMs(instant) - Date.now();
      stoppedAt = undefined;
    },
    advance(ms) {
      if (stoppedAt === undefined) offsetMs += ms;
      else stoppedAt += ms;
    },
    stopAt(instant) {
      stoppedAt = epochMs(instant);
    },
    reset() {
      offsetMs = 0;
      stoppedAt = undefined;
    },
  };
}

function epochMs(instant: number | string): number {
  const ms = typeof instant === 'number' ? instant : Date.parse(instant);
  if (!Number.isFinite(ms)) throw new RangeError(`not an instant: ${instant}`);
  return ms;
}
