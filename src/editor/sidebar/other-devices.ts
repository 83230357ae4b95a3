import type { PlansAnswer } from '../../protocol/admin-api.js';
import { planList } from '../chart/planned-runs.js';
import { Asking } from '../form/ask.js';
import { element, renew, toggle } from '../form/dom.js';
import { text } from '../form/text.js';

const refreshMs = 60_000;
const topic = 'nomos/plans';
const plannerTypes = ['cheapest-window', 'home-battery'];
const noChart = { start: 0, end: 0 };

/** The devices whose prices come by message, which belong to no account: hidden where there are none; keeps itself up to date. */
export class OtherDevices {
  readonly content = element('section', { className: 'nomos-others' });
  readonly #asking = new Asking<PlansAnswer>();

  constructor() {
    RED.comms.subscribe(topic, () => this.refresh());
    window.setInterval(() => this.refresh(), refreshMs);
    toggle(this.content, 'hidden');
  }

  /** Asks again, unless the sidebar tab is not to be seen, or no node takes its prices from messages. */
  refresh(): void {
    if (isAnyInFlows()) {
      if (this.content.parentElement?.offsetParent != null) void this.#load();
      return;
    }
    this.#asking.forget();
    toggle(this.content, 'hidden');
  }

  async #load(): Promise<void> {
    const outcome = await this.#asking.ask(topic);
    if (!outcome?.ok) return;
    const isAny = outcome.answer.plans.length > 0;
    toggle(this.content, isAny ? 'shown' : 'hidden');
    const heading = element('h4', { textContent: text('nomos-sidebar.otherDevices') });
    renew(this.content, ...(isAny ? [heading, planList(outcome.answer, noChart)] : []));
  }
}

function isAnyInFlows(): boolean {
  let isAny = false;
  RED.nodes.eachNode(({ type, priceSource }) => {
    isAny = plannerTypes.includes(type) && priceSource === 'message';
    return !isAny;
  });
  return isAny;
}
