import { type House, housePass, type Pass, type PassMember, type SunRules, surplusFrom } from '#src/home/index.js';
import { finished } from '#src/planner/index.js';
import { buildSeries, type PriceSeries } from '#src/prices/index.js';
import {
  type Cause,
  type Command,
  type Decision,
  decideInSteps,
  defaultRunSettings,
  emptyRunLog,
  type HouseShare,
  type RunLog,
  type RunSettings,
} from '#src/runs/index.js';

export const hour = 3_600_000;
/** A Wednesday midnight in UTC. */
export const midnight = Date.parse('2026-06-10T00:00Z');

/** A device as tests describe it; what is not said is as in a new node, in UTC. */
export interface Device {
  readonly id: string;
  readonly priority?: number;
  readonly settings?: Partial<RunSettings>;
  readonly series?: PriceSeries;
}

/** Hourly prices from an instant on. */
export function hourly(prices: readonly (number | null)[], start = midnight): PriceSeries {
  return buildSeries(
    prices.map((priceCt, index) => ({ start: start + index * hour, end: start + (index + 1) * hour, priceCt })),
  );
}

/** A house that decides for its devices in memory, as the runtime does. */
export class TestHouse {
  readonly logs = new Map<string, RunLog>();
  readonly decisions = new Map<string, Decision>();
  devices: readonly Device[];
  series: PriceSeries;
  house: Omit<House, 'surplus'> = { oneAtATime: false, told: [] };
  sun: SunRules = { forecast: [], baseLoadKw: 0 };
  /** What each member was left when it was asked, oldest first. */
  readonly asked = new Map<string, HouseShare[]>();
  pass: Pass | undefined;

  constructor(devices: readonly Device[], series: PriceSeries) {
    this.devices = devices;
    this.series = series;
  }

  /** One pass; a command goes to one device. */
  decide(now: number, cause: Cause = 'alarm', commands: Readonly<Record<string, Command>> = {}): Pass {
    const members = this.devices.map((device) => this.#member(device, { now, cause, command: commands[device.id] }));
    this.asked.clear();
    const pass = finished(housePass(members, this.houseAt(now), now));
    for (const [id, decision] of pass.decisions) {
      this.logs.set(id, decision.log);
      this.decisions.set(id, decision);
    }
    this.pass = pass;
    return pass;
  }

  /** All devices as they are, and as they would decide without a command. */
  members(now: number): PassMember[] {
    return this.devices.map((device) => this.#member(device, { now, cause: 'alarm', command: undefined }));
  }

  /** What all share. */
  houseAt(now: number): House {
    return { ...this.house, surplus: surplusFrom(now - 48 * hour, this.sun) };
  }

  /** When something happens next by time alone; undefined = nothing. */
  nextAt(): number | undefined {
    const alarms = [...this.decisions.values()].flatMap(({ nextAlarmAt }) => nextAlarmAt ?? []);
    return alarms.length === 0 ? undefined : Math.min(...alarms);
  }

  #member(device: Device, of: { now: number; cause: Cause; command: Command | undefined }): PassMember {
    const { id, priority = 5, series = this.series } = device;
    const settings: RunSettings = { ...defaultRunSettings, timeZone: 'UTC', ...device.settings };
    const log = this.logs.get(id) ?? emptyRunLog;
    const dueAt = this.decisions.get(id)?.nextAlarmAt;
    return {
      id,
      name: id,
      priority,
      settings,
      log,
      decide: (house) => {
        this.asked.set(id, [...(this.asked.get(id) ?? []), house]);
        return decideInSteps({ settings, series, log, ...of, dueAt, house });
      },
    };
  }
}

/** The runs of a device that are on or to come, as `[hour, hour]` after midnight. */
export function runsOf(house: TestHouse, id: string): readonly (readonly [number, number])[] {
  const job = house.logs.get(id)?.job;
  const runs = [...(job?.ran ?? []), ...(job?.current ? [job.current] : []), ...(job?.runs ?? [])];
  return runs.map(({ start, end }) => [(start - midnight) / hour, (end - midnight) / hour] as const);
}
