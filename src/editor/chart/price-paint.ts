import type uPlot from 'uplot';
import type { ShownInterval } from './price-day.js';

/** The value of one of Node-RED's style variables (a colour, a font) in the theme of now. */
export function themeValue(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}

const neutral = ['--red-ui-primary-text-color', 0.35] as const;

const levelColours: Readonly<Record<string, readonly [variable: string, opacity: number]>> = {
  'very-cheap': ['--red-ui-node-status-colors-green', 1],
  cheap: ['--red-ui-node-status-colors-green', 0.65],
  normal: neutral,
  expensive: ['--red-ui-node-status-colors-yellow', 0.9],
  'very-expensive': ['--red-ui-node-status-colors-red', 0.9],
};

/** A stretch of time, ms, [start, end). */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Shades the stretches in which something is planned. */
export function drawRuns(plot: uPlot, runs: readonly Stretch[]): void {
  shade(plot, runs, ['--red-ui-node-status-colors-blue', 0.18]);
}

/** Shades the stretches in which nothing may be planned. */
export function drawExcluded(plot: uPlot, excluded: readonly Stretch[]): void {
  shade(plot, excluded, ['--red-ui-primary-text-color', 0.14]);
}

function shade(plot: uPlot, stretches: readonly Stretch[], [variable, opacity]: readonly [string, number]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = themeValue(variable);
  ctx.globalAlpha = opacity;
  for (const { start, end } of stretches) {
    const left = Math.max(bbox.left, canvasX(plot, start));
    const right = Math.min(bbox.left + bbox.width, canvasX(plot, end));
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

/** Draws one bar for each known price, coloured by level; what is over by `now` (ms) is paler. */
export function drawBars(plot: uPlot, intervals: readonly ShownInterval[], now: number): void {
  const { ctx } = plot;
  const zero = Math.round(plot.valToPos(0, 'y', true));
  ctx.save();
  for (const { start, end, priceCt, level, expected } of intervals) {
    if (priceCt === null) continue;
    const [variable, opacity] = levelColours[level ?? 'normal'] ?? neutral;
    const left = canvasX(plot, start);
    const width = canvasX(plot, end) - left;
    const top = Math.round(plot.valToPos(priceCt, 'y', true));
    ctx.fillStyle = themeValue(variable);
    ctx.globalAlpha = end <= now ? opacity * 0.45 : opacity;
    const bar = {
      left,
      top: Math.min(top, zero),
      width: width > 3 ? width - 1 : Math.max(1, width),
      height: Math.max(1, Math.abs(zero - top)),
    };
    if (expected) hatch(ctx, bar);
    else ctx.fillRect(bar.left, bar.top, bar.width, bar.height);
  }
  ctx.restore();
}

interface Bar {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const hatchStep = 6;

/** Slanting lines in place of a filled bar; they go on from bar to bar. */
function hatch(ctx: CanvasRenderingContext2D, { left, top, width, height }: Bar): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.beginPath();
  const bottom = top + height;
  // On each line x + y is the same multiple of the step, whichever bar it crosses.
  for (let sum = Math.ceil((left + top) / hatchStep) * hatchStep; sum < left + width + bottom; sum += hatchStep) {
    ctx.moveTo(sum - bottom, bottom);
    ctx.lineTo(sum - top, top);
  }
  ctx.strokeStyle = ctx.fillStyle;
  ctx.lineWidth = 1.5;
  ctx.stroke();
  ctx.fillRect(left, top, width, 2);
  ctx.restore();
}

/** What is stored at an instant (ms). */
export interface StoredPoint {
  readonly at: number;
  readonly percent: number;
}

/** Draws what is stored in a battery as a line, 0 % at the bottom of the chart and 100 % at its top. */
export function drawStored(plot: uPlot, points: readonly StoredPoint[]): void {
  if (points.length === 0) return;
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  for (const [index, { at, percent }] of points.entries()) {
    const top = bbox.top + bbox.height * (1 - percent / 100);
    if (index === 0) ctx.moveTo(canvasX(plot, at), top);
    else ctx.lineTo(canvasX(plot, at), top);
  }
  ctx.strokeStyle = themeValue('--red-ui-node-status-colors-blue');
  ctx.lineWidth = 2;
  ctx.stroke();
  ctx.restore();
}

/** Draws the line for now (ms), unless it lies outside. */
export function drawNow(plot: uPlot, now: number): void {
  const { ctx, bbox } = plot;
  const left = canvasX(plot, now);
  if (left < bbox.left || left > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = themeValue('--red-ui-text-color-error');
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(left, bbox.top);
  ctx.lineTo(left, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

// Whole pixels: bars a fraction of a pixel apart would show stripes.
function canvasX(plot: uPlot, instant: number): number {
  return Math.round(plot.valToPos(instant / 1000, 'x', true));
}
