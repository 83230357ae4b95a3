import type { PassMember } from '../../home/index.js';
import {
  type Knowledge,
  type Planner,
  type Preview,
  previewedMember,
  previewInSteps,
  type RunSettings,
  type Steps,
} from '../../runs/index.js';
import type { Ms } from '../../time/index.js';
import { namesApart } from './home-message.js';
import { deployedHouses, misfitOf } from './home-node.js';
import type { SharedHouse } from './shared-house.js';

/** A device of an open dialog; ids are those of the editor, and empty where there is none. */
export interface PreviewedDevice {
  readonly nodeId: string;
  readonly home: string;
  readonly priority: number;
  readonly run: RunSettings;
}

/** How the device of a dialog is planned. */
interface PreviewPlanner {
  /** The names of the others of its house; undefined where it is planned alone. */
  readonly besides: readonly string[] | undefined;
  readonly planOf: Planner;
}

/**
 * Plans as the device will be planned once it is deployed: beside the others of its house as they are now. Alone where it
 * shares none, where the house is not deployed yet, and where its settings could not be a member's.
 */
export function previewPlanner(device: PreviewedDevice, known: Knowledge, now: Ms): PreviewPlanner {
  const house = deployedHouses(device.home).at(-1);
  if (house === undefined || misfitOf(house, device.run) !== undefined)
    return { besides: undefined, planOf: (settings) => previewInSteps(settings, known, now) };
  const members = house.besides(device.nodeId);
  return {
    besides: namesApart(members),
    planOf: (settings) => planIn(house, { ...device, run: settings }, known, now),
  };
}

function* planIn(
  house: SharedHouse,
  { nodeId: id, priority, run: settings }: PreviewedDevice,
  known: Knowledge,
  now: Ms,
): Steps<Preview | undefined> {
  const { log, decide, shown } = previewedMember(settings, known, now);
  const guest: PassMember = { id, name: '', priority, settings, log, decide };
  const decision = yield* house.preview(guest, house.besides(id), now);
  return decision && shown(decision);
}
