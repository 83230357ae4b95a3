import type { Entry, PassMember } from '../../home/index.js';
import type { BesidePreview, ShownRun } from '../../protocol/admin-api.js';
import {
  type Knowledge,
  type Preview,
  previewedMember,
  previewInSteps,
  type RunSettings,
  type Steps,
} from '../../runs/index.js';
import { type Interval, type Ms, msPerMinute, msPerQuarterHour } from '../../time/index.js';
import { isoText } from '../platform/instants.js';
import { memberRuns, namesApart } from './home-message.js';
import { deployedHouses, misfitOf } from './home-node.js';
import type { SharedHouse } from './shared-house.js';

/** A device of an open dialog; ids are those of the editor, and empty where there is none. */
export interface PreviewedDevice {
  readonly nodeId: string;
  readonly home: string;
  readonly priority: number;
  readonly run: RunSettings;
}

/** A plan that is not in force. */
export interface HousePreview {
  /** Undefined where no window ever opens. */
  readonly plan: Preview | undefined;
  /** The others of its house; undefined where it is planned alone. */
  readonly besides: readonly BesidePreview[] | undefined;
}

/**
 * Plans a device of a dialog as it will be planned once it is deployed: beside the others of its house as they are now. Alone
 * where it shares none, where the house is not deployed yet, and where its settings could not be a member's.
 */
export function* previewInHouse(device: PreviewedDevice, known: Knowledge, now: Ms): Steps<HousePreview> {
  const { nodeId: id, home, priority, run: settings } = device;
  const house = deployedHouses(home).at(-1);
  if (house === undefined || misfitOf(house, settings) !== undefined)
    return { plan: yield* previewInSteps(settings, known, now), besides: undefined };
  const { log, decide, shown } = previewedMember(settings, known, now);
  const guest: PassMember = { id, name: '', priority, settings, log, decide };
  const { decisions, order } = yield* house.preview(guest, now);
  const decision = decisions.get(id);
  return {
    plan: decision && shown(decision),
    besides: besidesIn(
      order.filter(({ member }) => member.id !== id),
      house,
      now,
    ),
  };
}

function besidesIn(others: readonly Entry[], house: SharedHouse, now: Ms): BesidePreview[] {
  const names = namesApart(others.map(({ member }) => member));
  return others.map((entry, index) => {
    const runs = memberRuns(entry, now);
    const planned = house.order.find(({ member }) => member.id === entry.member.id);
    const before = planned === undefined ? [] : memberRuns(planned, now);
    const shown = { name: names[index] ?? '', runs: shownRuns(runs) };
    return areAlike(runs, before) ? shown : { ...shown, before: shownRuns(before) };
  });
}

/** True where nobody would say that a device makes room: what is on in the preview begins when somebody looks at it. */
function areAlike(runs: readonly Interval[], others: readonly Interval[]): boolean {
  const isNear = (one: Ms, other: Ms | undefined) => Math.abs(one - (other ?? one)) < msPerQuarterHour;
  return (
    runs.length === others.length &&
    runs.every(({ start, end }, index) => isNear(start, others[index]?.start) && isNear(end, others[index]?.end))
  );
}

/** To the minute. */
function shownRuns(runs: readonly Interval[]): ShownRun[] {
  const minute = (instant: Ms) => isoText(Math.round(instant / msPerMinute) * msPerMinute);
  return runs.map(({ start, end }) => ({ start: minute(start), end: minute(end) }));
}
