import type { PriceWatch } from '../../account/feed/price-watch.js';
import { Alarm, againAfterMs } from '../../clock/alarm.js';
import { systemClock } from '../../clock/clock.js';
import type { PriceSeries } from '../../prices/index.js';
import {
  type Decision,
  decideInSteps,
  emptyRunLog,
  type HouseShare,
  type RunLog,
  type RunSettings,
  type Steps,
} from '../../runs/index.js';
import { type Ms, msPerHour } from '../../time/index.js';
import type { HouseMember } from '../home/house-members.js';
import { type StatusLine, statusLine } from '../platform/status-line.js';
import { errorText } from '../platform/texts.js';
import { planPayload } from './plan-message.js';
import { announceDecision, type Occasion, showDecision, tellDecision, type WindowNodeParts } from './shown-decision.js';
import type { WindowMemory } from './window-memory.js';
import { idleReason } from './window-status.js';

/** How long a node with nothing to do waits before it looks again. */
const idleMs = 24 * msPerHour;

interface DeviceParts extends WindowNodeParts {
  readonly memory: WindowMemory;
  /** Absent where prices come by message. */
  readonly watch: PriceWatch | undefined;
  /** Called when it is time to decide again. */
  readonly rung: () => void;
}

/** A device of a `cheapest-window` node: what it knows, what it decides by that, alone or in a house, and what comes of it. */
export class WindowDevice implements HouseMember {
  /** False until it knows what it remembers, and from its end on. */
  isRunning = false;
  readonly #parts: DeviceParts;
  readonly #alarm: Alarm;
  readonly #showLine: StatusLine;
  #decision: Decision | undefined;
  #failures = 0;

  constructor(parts: DeviceParts) {
    this.#parts = parts;
    const { red, node, translate, rung } = parts;
    this.#alarm = new Alarm(systemClock, rung);
    this.#showLine = statusLine(red, node);
    this.#showLine({ fill: 'grey', shape: 'ring', text: translate('status.starting') });
  }

  get hasDecided(): boolean {
    return this.#decision !== undefined;
  }

  /** What follows from all that is known at an instant; changes nothing. */
  decide(house: HouseShare | undefined, now: Ms, occasion?: Occasion): Steps<Decision> {
    const { watch, memory, settings: node } = this.#parts;
    const { run: settings } = node;
    const { cause, command } = occasion ?? this.#unasked();
    const dueAt = this.#decision?.nextAlarmAt;
    const usual = watch?.usual ?? memory.learned(now, settings.timeZone);
    const prices = { series: this.#series, usual };
    return decideInSteps({ settings, ...prices, log: this.log, cause, command, now, dueAt, house });
  }

  /** A member of a house decides with the others; for the first time, that is its start. */
  #unasked(): Occasion {
    return { cause: this.#decision === undefined ? 'start' : 'alarm' };
  }

  /** Makes a decision come true: kept, told and shown. */
  commit(decision: Decision, asked?: Occasion): void {
    const { memory, rung } = this.#parts;
    const occasion = asked ?? this.#unasked();
    this.#decision = decision;
    this.#failures = 0;
    memory.remember(decision.log, decision.saveLog);
    // Also where nothing is due: only a set alarm notices that the clock was put back.
    this.#alarm.set(decision.nextAlarmAt ?? systemClock.now() + idleMs, rung);
    tellDecision(this.#parts, decision, { occasion, read: memory.messages.reading });
    this.showStatus();
    announceDecision(this.#parts, decision);
  }

  /** A log that nothing can be made of must not keep the device from ever running again. */
  failed(error: unknown): void {
    const { node, translate } = this.#parts;
    node.error(errorText(translate, error), {});
    this.lookAgain();
    if (this.#decision !== undefined || this.log === emptyRunLog) return;
    this.#parts.memory.forgetLog();
    this.#parts.house?.request();
  }

  get id(): string {
    return this.#parts.node.id;
  }

  get editorId(): string {
    const { _alias, id } = this.#parts.node;
    return _alias ?? id;
  }

  get z(): string | undefined {
    return this.#parts.node.z;
  }

  get name(): string {
    return this.#parts.settings.name;
  }

  get priority(): number {
    return this.#parts.settings.priority;
  }

  get settings(): RunSettings {
    return this.#parts.settings.run;
  }

  get log(): RunLog {
    return this.#parts.memory.log;
  }

  get planShown(): object | undefined {
    const { plan } = this.#decision ?? {};
    return plan && planPayload(plan, this.settings.timeZone);
  }

  get idle(): string | undefined {
    return this.#decision && idleReason(this.#decision, this.settings.trigger);
  }

  get #series(): PriceSeries {
    return this.#parts.watch?.series ?? this.#parts.memory.messages.series;
  }

  /** Shows what it does, once it has decided. */
  showStatus(): void {
    const { watch } = this.#parts;
    if (this.#decision === undefined) return;
    showDecision(this.#parts, this.#decision, { show: this.#showLine, watch, series: this.#series });
  }

  /** Rings again soon where it could not decide when it was time. */
  lookAgain(): void {
    const now = systemClock.now();
    const dueAt = this.#decision?.nextAlarmAt ?? now;
    if (this.isRunning && dueAt <= now) this.#alarm.set(now + againAfterMs(this.#failures++), this.#parts.rung);
  }

  /** Nothing rings any more. */
  stop(): void {
    this.#alarm.stop();
  }
}
