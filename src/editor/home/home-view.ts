import type { HomeAnswer, HomesAnswer } from '../../protocol/admin-api.js';
import { deviceNames, shownNode } from '../chart/device-names.js';
import { Asking } from '../form/ask.js';
import { element, renew, toggle } from '../form/dom.js';
import { sharedText, shownKw, shownStretch, text } from '../form/text.js';
import { houseChart, memberColour } from './house-chart.js';

const refreshMs = 60_000;

/** One house in the sidebar, or its instances where it stands in a subflow: what its devices take together, under which limit, with which sun; keeps itself up to date. */
export class HomeView {
  readonly homeId: string;
  readonly content = element('section', { className: 'nomos-house' });
  readonly #timer: number;
  readonly #asking = new Asking<HomesAnswer>();

  constructor(homeId: string) {
    this.homeId = homeId;
    RED.comms.subscribe(this.#topic, this.#onChange);
    this.#timer = window.setInterval(() => this.refresh(), refreshMs);
    toggle(this.content, 'hidden');
    void this.#load();
  }

  /** Asks again, unless the sidebar tab is not to be seen. */
  refresh(): void {
    if (this.content.parentElement?.offsetParent !== null) void this.#load();
  }

  stop(): void {
    this.#asking.forget();
    window.clearInterval(this.#timer);
    RED.comms.unsubscribe(this.#topic, this.#onChange);
  }

  get #topic(): string {
    return `nomos/home/${this.homeId}`;
  }

  readonly #onChange = (): void => this.refresh();

  async #load(): Promise<void> {
    const outcome = await this.#asking.ask(`nomos/homes/${encodeURIComponent(this.homeId)}`);
    if (outcome === undefined) return;
    const homes = outcome.ok ? outcome.answer.homes.filter(({ members }) => members.length > 0) : [];
    toggle(this.content, homes.length > 0 ? 'shown' : 'hidden');
    const titles = deviceNames(homes, () => text('nomos-home.paletteLabel'));
    renew(this.content, ...homes.flatMap((home, index) => houseParts(home, titles[index] ?? '')));
  }
}

function houseParts(answer: HomeAnswer, title: string): Element[] {
  const { limitKw, members, steps } = answer;
  const names = deviceNames(members, () => text('cheapest-window.paletteLabel'));
  const limit = limitKw === undefined ? '' : text('nomos-sidebar.houseLimit', { limit: shownKw(limitKw) });
  const heading = element('h4', {}, [title, element('span', { className: 'nomos-hint', textContent: limit })]);
  const called = { ...answer, members: members.map((member, index) => ({ ...member, name: names[index] ?? '' })) };
  const chart = () => houseChart(called, text('nomos-sidebar.houseChart', { name: title }));
  const sum = steps.length === 0 ? [] : [chart(), chartLegend(steps)];
  const lines = members.map((member, index) =>
    memberLine(member, index, { name: names[index] ?? '', timeZone: answer.timeZone }),
  );
  const list = element('ul', { className: 'nomos-plans', 'aria-label': text('nomos-sidebar.plans') }, lines);
  return [heading, ...sum, list];
}

/** What the lines of the chart mean, of those that are in it; bands have the colours of the devices below. */
function chartLegend(steps: HomeAnswer['steps']): HTMLElement {
  const items: HTMLElement[] = [];
  if (steps.some(({ sunKw }) => sunKw > 0)) items.push(legendEntry('sun', text('nomos-sidebar.legend.sun')));
  if (steps.some(({ limitKw }) => limitKw !== undefined))
    items.push(legendEntry('limit', text('nomos-sidebar.legend.limit')));
  return element('ul', { className: 'nomos-legend' }, items);
}

function legendEntry(kind: string, word: string): HTMLElement {
  const key = element('span', { className: `nomos-key nomos-key-house-${kind}`, 'aria-hidden': 'true' });
  return element('li', {}, [key, word]);
}

function memberLine(
  member: HomeAnswer['members'][number],
  index: number,
  { name, timeZone }: { readonly name: string; readonly timeZone: string },
): HTMLElement {
  const dot = element('span', { className: 'nomos-house-dot', 'aria-hidden': 'true' });
  dot.style.background = memberColour(index);
  const times = member.runs.map((run) => shownStretch(run, timeZone));
  const node = element('button', { type: 'button', 'data-node': member.nodeId }, [dot, name]);
  node.addEventListener('click', () => {
    const shown = shownNode(member);
    if (shown) RED.view.reveal(shown.id);
  });
  const said = element('span', { textContent: times.join(', ') || whyNothing(member) });
  return element('li', {}, [element('div', { className: 'nomos-plan-words' }, [node, said])]);
}

function whyNothing({ isStuck, idle }: HomeAnswer['members'][number]): string {
  if (isStuck) return text('nomos-sidebar.houseStuck');
  return idle === undefined ? text('nomos-sidebar.houseIdle') : sharedText(idle);
}
