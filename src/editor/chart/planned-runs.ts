import type { PlansAnswer } from '../../protocol/admin-api.js';
import { element } from '../form/dom.js';
import { sharedText, shownStretch, text } from '../form/text.js';
import { modeWord } from './battery-mode.js';
import { deviceNames, shownNode } from './device-names.js';
import { inOrderOfStart, runAt } from './device-order.js';
import type { ChartRun } from './price-chart.js';

type Device = PlansAnswer['plans'][number];
type Stretch = Device['runs'][number];

/** Of a chart, for each letter: a narrower band has no room for its word. */
const letterShare = 0.023;

/** The planned runs of all nodes, to be shaded in a chart. */
export function plannedRuns({ plans }: PlansAnswer): ChartRun[] {
  return plans.flatMap(({ runs }) => runs.map(runOf));
}

/**
 * The planned runs under a chart that shows `span` (empty = there is none, and no bands): a row for each node, with its name, its
 * times, and its bands, which stand below their bars; first those that are on, then by start, at the end those that have none, with
 * what they wait for. A click selects the node.
 */
export function planList({ plans, timeZone, now }: PlansAnswer, span: Omit<ChartRun, 'mode'>): HTMLElement {
  const at = { timeZone, now: Date.parse(now) };
  if (plans.length === 0) return element('div');
  const rows = namedDevices(plans, at.now).map(({ device, name }) => {
    const node = element('button', { type: 'button', textContent: name, 'data-node': device.nodeId });
    node.addEventListener('click', () => showNode(device));
    const words = element('div', { className: 'nomos-plan-words' }, [
      node,
      ...onNow(device, at.now),
      timesOf(device, { ...at, timeZone: device.timeZone ?? timeZone }),
    ]);
    if (device.runs.length === 0 || span.end <= span.start) return element('li', {}, [words]);
    const bands = runTrack(device.runs.map(runOf), span);
    bands.addEventListener('click', () => showNode(device));
    return element('li', {}, [words, bands]);
  });
  return element('ul', { className: 'nomos-plans', 'aria-label': text('nomos-sidebar.plans') }, rows);
}

/** The devices in the order of their rows; which of two namesakes is the second depends on no plan. */
function namedDevices(plans: readonly Device[], now: number): { readonly device: Device; readonly name: string }[] {
  const devices = [...plans].sort((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
  const names = deviceNames(devices, (index) => text(`${devices[index]?.type}.paletteLabel`));
  const named = devices.map((device, index) => ({ device, name: names[index] ?? '' }));
  return inOrderOfStart(named, now, RED.i18n.lang());
}

/** A word beside the name of a device that is on. */
function onNow(device: Device, now: number): HTMLElement[] {
  const isOn = runAt(device, now) !== undefined;
  return isOn ? [element('strong', { className: 'nomos-on-now', textContent: text('nomos-sidebar.onNow') })] : [];
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
    const title = mode === undefined ? '' : modeWord(mode);
    const word = width < letterShare * title.length ? '' : title;
    const band = element('span', { className, textContent: word, title });
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
function timesOf({ runs, idle }: Device, at: { readonly timeZone: string; readonly now: number }): HTMLElement {
  const times = runs.filter(({ mode }) => mode !== 'auto').map((run) => runTimes(run, at));
  return element('span', { textContent: idle === undefined ? times.join(', ') : sharedText(idle) });
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
