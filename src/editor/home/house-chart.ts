import type { HomeAnswer } from '../../protocol/admin-api.js';
import { dayOrTime, shortNumber, shownKw, shownTime } from '../form/text.js';

const namespace = 'http://www.w3.org/2000/svg';
/** Of the drawing, in its own units; it is stretched to the width of its box. */
const size = { width: 300, height: 140, left: 24, bottom: 16, top: 16 };
const hueByMember = [205, 30, 140, 275, 330, 60, 180, 0];

type Step = HomeAnswer['steps'][number];

/** The colour of a member, in its band and beside its name. */
export function memberColour(index: number): string {
  return `hsl(${hueByMember[index % hueByMember.length]} 55% 55%)`;
}

/** What all members take, one band on the other, with the limit and the sun; empty where nothing is planned. */
export function houseChart({ members, steps, timeZone }: HomeAnswer, title: string): SVGElement {
  const chart = made('svg', { viewBox: `0 0 ${size.width} ${size.height}`, class: 'nomos-house-chart', role: 'img' });
  chart.append(made('title', {}, title));
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return chart;
  const span = { start: Date.parse(first.start), end: Date.parse(last.end) };
  const highest = Math.max(1, ...steps.flatMap(({ kw, limitKw = 0, sunKw }) => [kw, limitKw, sunKw])) * 1.08;
  const plotHeight = size.height - size.bottom - size.top;
  const x = (instant: string | number) => {
    const at = typeof instant === 'number' ? instant : Date.parse(instant);
    return size.left + ((at - span.start) / (span.end - span.start)) * (size.width - size.left);
  };
  const y = (kw: number) => size.top + plotHeight * (1 - kw / highest);
  chart.append(made('path', { class: 'nomos-house-sun-area', d: area(steps, x, y) }));
  chart.append(...axes({ span, highest, timeZone }, x, y));
  chart.append(...bands(steps, members).map((band) => drawn(band, x, y)));
  chart.append(line('nomos-house-sun', steps, ({ sunKw }) => sunKw || undefined, x, y));
  chart.append(line('nomos-house-limit', steps, ({ limitKw }) => limitKw, x, y));
  return chart;
}

type Scale<Value> = (value: Value) => number;

/** What one member takes over steps that follow each other, on top of `fromKw` that others take. */
interface Band {
  readonly index: number;
  readonly name: string;
  readonly start: string;
  readonly end: string;
  readonly fromKw: number;
  readonly kw: number;
}

function bands(steps: readonly Step[], members: HomeAnswer['members']): Band[] {
  const found: Band[] = [];
  let before: readonly Band[] = [];
  for (const step of steps) {
    let fromKw = 0;
    const now = members.flatMap(({ name, runs }, index): Band[] => {
      const kw = meanKw(step, runs);
      if (kw === 0) return [];
      const same = before.find((band) => band.index === index && band.fromKw === fromKw && band.kw === kw);
      const band = { index, name, start: same?.start ?? step.start, end: step.end, fromKw, kw };
      // One shape for all that looks the same: seams between quarter-hours would be seen.
      if (same !== undefined) found.splice(found.indexOf(same), 1);
      found.push(band);
      fromKw += kw;
      return [band];
    });
    before = now;
  }
  return found;
}

function drawn({ index, name, start, end, fromKw, kw }: Band, x: Scale<string>, y: Scale<number>): SVGElement {
  const [top, bottom] = [y(fromKw + kw), y(fromKw)];
  const at = { x: x(start), width: x(end) - x(start), y: top, height: bottom - top };
  const shape = made('rect', { class: 'nomos-house-band', ...at, fill: memberColour(index) });
  shape.append(made('title', {}, `${name}: ${shownKw(kw)}`));
  return shape;
}

/** The sun, as steps down to the ground. */
function area(steps: readonly Step[], x: Scale<string>, y: Scale<number>): string {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return '';
  const tops = steps.map(({ end, sunKw }) => `V${y(sunKw)}H${x(end)}`).join('');
  return `M${x(first.start)} ${y(0)}${tops}V${y(0)}Z`;
}

function meanKw(step: Step, runs: HomeAnswer['members'][number]['runs']): number {
  const [start, end] = [Date.parse(step.start), Date.parse(step.end)];
  return runs.reduce((sum, run) => {
    const ms = Math.min(end, Date.parse(run.end)) - Math.max(start, Date.parse(run.start));
    return sum + (Math.max(0, ms) / (end - start)) * run.kw;
  }, 0);
}

/** A stepped line; steps without a value are holes. */
function line(
  className: string,
  steps: readonly Step[],
  amountOf: (step: Step) => number | undefined,
  x: Scale<string>,
  y: Scale<number>,
): SVGElement {
  let isDown = false;
  const parts = steps.map((step) => {
    const value = amountOf(step);
    const part = value === undefined ? '' : `${isDown ? 'L' : 'M'}${x(step.start)} ${y(value)}H${x(step.end)}`;
    isDown = value !== undefined;
    return part;
  });
  return made('path', { class: className, d: parts.join('') });
}

interface Frame {
  readonly span: { readonly start: number; readonly end: number };
  readonly highest: number;
  readonly timeZone: string;
}

const hourMs = 3_600_000;

function axes({ span, highest, timeZone }: Frame, x: Scale<number>, y: Scale<number>): SVGElement[] {
  const kwStep = [0.5, 1, 2, 5, 10, 20, 50, 100, 200].find((step) => highest / step <= 4) ?? 500;
  const hours = [1, 2, 3, 6, 12, 24].find((step) => (span.end - span.start) / (step * hourMs) <= 5) ?? 24;
  const marks = [made('text', { x: size.left - 4, y: 8, 'text-anchor': 'end' }, 'kW')];
  for (let kw = 0; kw <= highest; kw += kwStep) {
    marks.push(made('line', { class: 'nomos-house-grid', x1: size.left, x2: size.width, y1: y(kw), y2: y(kw) }));
    marks.push(made('text', { x: size.left - 4, y: y(kw) + 4, 'text-anchor': 'end' }, shortNumber(kw)));
  }
  for (let at = Math.ceil(span.start / hourMs) * hourMs; at < span.end; at += hourMs) {
    const isMarked = Number(shownTime(at, timeZone).slice(0, 2)) % hours === 0;
    if (isMarked && x(at) < size.width - 12)
      marks.push(made('text', { x: x(at), y: size.height - 4, 'text-anchor': 'middle' }, dayOrTime(at, timeZone)));
  }
  return marks;
}

function made(name: string, attributes: Readonly<Record<string, string | number>>, content?: string): SVGElement {
  const node = document.createElementNS(namespace, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  if (content !== undefined) node.textContent = content;
  return node;
}
