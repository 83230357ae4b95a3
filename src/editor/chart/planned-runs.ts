import type { PricesAnswer } from '../../protocol/admin-api.js';
import { element } from '../form/dom.js';
import { sharedText, shownStretch, text } from '../form/text.js';
import { modeWord } from './battery-mode.js';
import { deviceNames, shownNode } from './device-names.js';
import type { ChartRun } from './price-chart.js';

type Device = PricesAnswer['plans'][number];
type Stretch = Device['runs'][number];

/** Of a chart: a narrower band has no room for its word. */
const leastWordShare = 0.2;

/** The planned runs of all nodes, to be shaded in a chart. */
export function plannedRuns({ plans }: PricesAnswer): ChartRun[] {
  return plans.flatMap(({ runs }) => runs.map(runOf));
}

/**
 * The planned runs under a chart that shows `span`: a row for each node, with its name, its times, and its bands, which
 * stand below their bars; at the end those that have none, with what they wait for. A click selects the node.
 */
export function planList({ plans, timeZone, now }: PricesAnswer, span: Omit<ChartRun, 'mode'>): HTMLElement {
  const at = { timeZone, now: Date.parse(now) };
  const devices = [...plans.filter(({ runs }) => runs.length > 0), ...plans.filter(({ runs }) => runs.length === 0)];
  if (devices.length === 0) return element('div');
  const names = deviceNames(devices, (index) => text(`${devices[index]?.type}.paletteLabel`));
  const lines = devices.map((device, index) => {
    const { runs } = device;
    const node = element('button', { type: 'button', textContent: names[index], 'data-node': device.nodeId });
    node.addEventListener('click', () => showNode(device));
    const said = element('span', { textContent: timesOf(device, at) });
    const words = element('div', { className: 'nomos-plan-words' }, [node, said]);
    if (runs.length === 0 || span.end <= span.start) return element('li', {}, [words]);
    const bands = runTrack(runs.map(runOf), span);
    bands.addEventListener('click', () => showNode(device));
    return element('li', {}, [words, bands]);
  });
  return element('ul', { className: 'nomos-plans', 'aria-label': text('nomos-sidebar.plans') }, lines);
}

/** Bands for runs, placed as in the chart above that shows `span`; what lies outside of it is cut off. */
export function runTrack(runs: readonly ChartRun[], span: Omit<ChartRun, 'mode'>): HTMLElement {
  const share = (instant: number) => {
    const inside = Math.min(Math.max(instant, span.start), span.end);
    return (inside - span.start) / (span.end - span.start);
  };
  const bands = runs.map(({ start, end, mode }) => {
    const width = share(end) - share(start);
    const className = mode === undefined ? 'nomos-run' : `nomos-run nomos-mode-${mode}`;
    const word = mode === undefined || width < leastWordShare ? '' : modeWord(mode);
    const band = element('span', { className, textContent: word, title: mode === undefined ? '' : modeWord(mode) });
    Object.assign(band.style, { left: `${100 * share(start)}%`, width: `${100 * width}%` });
    return band;
  });
  const isBattery = runs.some(({ mode }) => mode !== undefined);
  const className = isBattery ? 'nomos-track nomos-track-modes' : 'nomos-track';
  return element('div', { className, 'aria-hidden': 'true' }, bands);
}

function runOf({ start, end, mode }: Stretch): ChartRun {
  return { start: Date.parse(start), end: Date.parse(end), ...(mode && { mode }) };
}

/** When it runs, or why not. What a battery does by itself is no news. */
function timesOf({ runs, idle }: Device, at: { readonly timeZone: string; readonly now: number }): string {
  if (idle !== undefined) return sharedText(idle);
  return runs
    .filter(({ mode }) => mode !== 'auto')
    .map((run) => runTimes(run, at))
    .join(', ');
}

// A deleted node may still have a plan, until the next deploy.
function showNode(device: Device): void {
  const node = shownNode(device);
  if (node === undefined) return;
  RED.view.reveal(node.id);
  RED.view.select(node.id);
}

function runTimes(run: Stretch, { timeZone, now }: { timeZone: string; now: number }): string {
  return `${run.mode ? `${modeWord(run.mode)} ` : ''}${shownStretch(run, timeZone, now)}`;
}
