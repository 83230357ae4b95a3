import type { PricesAnswer } from '../../protocol/admin-api.js';
import { element } from '../form/dom.js';
import { shownDayTime, shownTime, text } from '../form/text.js';
import { modeWord } from './battery-mode.js';
import type { ChartRun } from './price-chart.js';

/** The planned runs of all nodes as bands of a chart. */
export function plannedRuns({ plans, timeZone, now }: PricesAnswer): ChartRun[] {
  const at = { timeZone, now: Date.parse(now) };
  return plans.flatMap(({ nodeId, name, runs }) => {
    return runs.map((run) => ({
      start: Date.parse(run.start),
      end: Date.parse(run.end),
      name: `${name}: ${runTimes(run, at)}`,
      lane: nodeId,
      ...(run.mode && { mode: run.mode }),
      choose: () => showNode(nodeId),
    }));
  });
}

/** The planned runs in words, one line for each node; empty without any. A click selects the node. */
export function planList({ plans, timeZone, now }: PricesAnswer): HTMLElement {
  const at = { timeZone, now: Date.parse(now) };
  const planned = plans.filter(({ runs }) => runs.length > 0);
  if (planned.length === 0) return element('div');
  const lines = planned.map(({ nodeId, name, runs }) => {
    const isBattery = runs.some(({ mode }) => mode !== undefined);
    const type = text(isBattery ? 'home-battery.paletteLabel' : 'cheapest-window.paletteLabel');
    const node = element('button', { type: 'button', textContent: name || type });
    node.addEventListener('click', () => showNode(nodeId));
    // What a battery does by itself is no news.
    const times = runs
      .filter(({ mode }) => mode !== 'auto')
      .map((run) => runTimes(run, at))
      .join(', ');
    return element('li', {}, [node, element('span', { textContent: times })]);
  });
  return element('ul', { className: 'nomos-plans', 'aria-label': text('nomos-sidebar.plans') }, lines);
}

// A deleted node may still have a plan, until the next deploy.
function showNode(nodeId: string): void {
  if (!RED.nodes.node(nodeId)) return;
  RED.view.reveal(nodeId);
  RED.view.select(nodeId);
}

type Stretch = PricesAnswer['plans'][number]['runs'][number];

function runTimes({ start, end, mode }: Stretch, { timeZone, now }: { timeZone: string; now: number }): string {
  return `${mode ? `${modeWord(mode)} ` : ''}${shownDayTime(start, timeZone, now)} – ${shownTime(end, timeZone)}`;
}
