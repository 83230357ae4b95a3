import type { Ms } from '../../time/index.js';
import type { Segment } from './request.js';

/** What a plan means at one instant; `nextChange` = when `on` or the power next differs, null when never. */
export interface State {
  readonly on: boolean;
  readonly powerW: number;
  readonly nextChange: Ms | null;
}

/** The state of a plan at `now`: on in [start, end) of its segments (also in a phase of 0 W), off elsewhere. */
export function schedule(plan: { readonly segments: readonly Segment[] }, now: Ms): State {
  for (const [index, segment] of plan.segments.entries()) {
    if (now < segment.start) return { on: false, powerW: 0, nextChange: segment.start };
    if (now < segment.end) return { on: true, powerW: segment.powerW, nextChange: endOfPower(plan.segments, index) };
  }
  return { on: false, powerW: 0, nextChange: null };
}

/** Where the power of a segment ends, over touching segments of the same power. */
function endOfPower(segments: readonly Segment[], index: number): Ms {
  let { end } = segments[index] as Segment;
  const { powerW } = segments[index] as Segment;
  for (const next of segments.slice(index + 1)) {
    if (next.start !== end || next.powerW !== powerW) break;
    end = next.end;
  }
  return end;
}
