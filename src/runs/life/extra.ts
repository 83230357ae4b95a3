import { contains, type Interval, type Ms } from '../../time/index.js';
import { usableStretches } from '../device/below-limit.js';
import type { RunLog } from '../device/log.js';
import { closedIn, excludedIn, openParts } from '../device/open-time.js';
import { openWindow } from '../device/open-window.js';
import { type RunSettings, withOptions } from '../device/settings.js';
import type { Scene } from '../placing/plan-job.js';
import { stretchesWhere } from '../placing/priced.js';

/** The stretches from now on, inside the open window, in which the device is on only because power is so cheap; ordered. */
export function extraStretches(log: RunLog, scene: Scene): Interval[] {
  const open = openWindow(log, scene.now);
  if (open === undefined || open.state === 'cancelled') return [];
  const settings = withShownRules(withOptions(scene.settings, open.options));
  const { alwaysOnBelowCt } = settings;
  if (alwaysOnBelowCt === undefined) return [];
  const { now } = scene;
  const from = Math.max(now, heldOffUntil(log));
  const closed = closedIn(excludedIn(settings, open.window), open.window, scene.house?.closedToExtra ?? []);
  const isOn =
    from === now && log.extra !== undefined && contains(log.extra, now) && !closed.some((time) => contains(time, now));
  const cheap = stretchesWhere(
    scene.series,
    { start: from, end: open.window.end },
    (priceCt) => priceCt < alwaysOnBelowCt,
  );
  const fixed = log.job === undefined ? [] : [...(log.job.current ? [log.job.current] : []), ...log.job.runs];
  const offered =
    isOn && log.extra ? joined({ start: now, end: Math.min(log.extra.end, open.window.end) }, cheap) : cheap;
  const allowed = offered.flatMap((stretch) => openParts(stretch, closed));
  return usableStretches(allowed, {
    settings,
    fixed,
    offSince: isOn || log.job?.current ? undefined : offNowSince(log, now),
    onSince: isOn ? log.extra?.start : undefined,
    // The starts that are allowed belong to the plan: what is extra may only lengthen its runs.
    startsLeft: settings.maxStarts > 0 ? 0 : undefined,
  });
}

/** Up to when a person holds the device off; what is off then goes on only after its pause. */
function heldOffUntil({ override }: RunLog): Ms {
  if (override === undefined || override.on) return Number.NEGATIVE_INFINITY;
  return override.until ?? Number.POSITIVE_INFINITY;
}

/** A run in one piece has no rules for pieces, whatever a hidden row of the dialog holds. */
function withShownRules(settings: RunSettings): RunSettings {
  if (settings.mode !== 'contiguous') return settings;
  return { ...settings, minRunMinutes: 0, minPauseMinutes: 0, maxStarts: 0 };
}

/** Since when the device is off; one that is still on, for whatever reason, goes off now. */
function offNowSince({ device }: RunLog, now: Ms): Ms | undefined {
  return device?.on ? now : device?.since;
}

/** The stretch that is on now goes on to its end, whatever new prices say. */
function joined(on: Interval, cheap: readonly Interval[]): Interval[] {
  const touching = cheap.filter((stretch) => stretch.start <= on.end);
  const end = Math.max(on.end, ...touching.map((stretch) => stretch.end));
  return [{ start: on.start, end }, ...cheap.filter((stretch) => stretch.start > on.end)];
}
