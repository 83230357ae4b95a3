import type { PricesAnswer } from '../../protocol/admin-api.js';
import { element } from '../form/dom.js';
import { shownDayTime, shownTime, text } from '../form/text.js';
import type { ChartRun } from './price-chart.js';

/** A stretch of time in ms, [start, end). */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The planned runs of all nodes, to be shaded in a chart. */
export function plannedRuns({ plans }: PricesAnswer): ChartRun[] {
  return plans.flatMap(({ runs }) => runs.map(spanOf));
}

/**
 * The planned runs under a chart that shows `span`: a row for each node, with its name, its times, and its bands, which
 * stand below their bars. Empty without any run. A click selects the node.
 */
export function planList({ plans, timeZone }: PricesAnswer, span: Span): HTMLElement {
  const planned = plans.filter(({ runs }) => runs.length > 0);
  if (planned.length === 0) return element('div');
  const lines = planned.map(({ nodeId, name, runs }) => {
    const node = element('button', { type: 'button', textContent: name || text('cheapest-window.paletteLabel') });
    node.addEventListener('click', () => showNode(nodeId));
    const times = runs.map((run) => runTimes(run, timeZone)).join(', ');
    const words = element('div', { className: 'nomos-plan-words' }, [node, element('span', { textContent: times })]);
    const bands = runTrack(runs.map(spanOf), span);
    bands.addEventListener('click', () => showNode(nodeId));
    return element('li', {}, [words, bands]);
  });
  return element('ul', { className: 'nomos-plans', 'aria-label': text('nomos-sidebar.plans') }, lines);
}

/** Bands for runs, placed as in the chart above that shows `span`; what lies outside of it is cut off. */
export function runTrack(runs: readonly Span[], span: Span): HTMLElement {
  const share = (instant: number) => {
    const inside = Math.min(Math.max(instant, span.start), span.end);
    return (100 * (inside - span.start)) / (span.end - span.start);
  };
  const bands = runs.map(({ start, end }) => {
    const band = element('span', { className: 'nomos-run' });
    Object.assign(band.style, { left: `${share(start)}%`, width: `${share(end) - share(start)}%` });
    return band;
  });
  return element('div', { className: 'nomos-track', 'aria-hidden': 'true' }, bands);
}

function spanOf({ start, end }: { readonly start: string; readonly end: string }): Span {
  return { start: Date.parse(start), end: Date.parse(end) };
}

// A deleted node may still have a plan, until the next deploy.
function showNode(nodeId: string): void {
  if (!RED.nodes.node(nodeId)) return;
  RED.view.reveal(nodeId);
  RED.view.select(nodeId);
}

function runTimes({ start, end }: { readonly start: string; readonly end: string }, timeZone: string): string {
  return `${shownDayTime(start, timeZone)} – ${shownTime(end, timeZone)}`;
}
