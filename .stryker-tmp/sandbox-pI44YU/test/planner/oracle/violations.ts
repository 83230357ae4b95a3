// @ts-nocheck
import type { Plan, PricePoint, Request, Segment } from '#src/planner/index.js';

/** Every promise of a plan that it breaks, in words: window, prices, amounts, rules for runs, and its own sums. */
export function violations(points: readonly PricePoint[], request: Request, plan: Plan): string[] {
  const broken: string[] = [];
  const expectThat = (holds: boolean, what: string) => {
    if (!holds) broken.push(what);
  };
  const { segments } = plan;
  for (const [i, { start, end }] of segments.entries()) {
    expectThat(
      Number.isInteger(start) && Number.isInteger(end) && start < end,
      `segment ${i} is whole ms and not empty`,
    );
    expectThat(start >= request.earliest && end <= request.latestEnd, `segment ${i} in the window`);
    expectThat(i === 0 || start >= (segments[i - 1] as Segment).end, `segment ${i} after the one before`);
  }
  const limit = request.maxPriceCt ?? Number.POSITIVE_INFINITY;
  const priced = segments.flatMap((segment) => pieces(points, segment));
  const pricedMs = priced.reduce((sum, { ms }) => sum + ms, 0);
  const poweredMs = segments.reduce((sum, { start, end, powerW }) => sum + (powerW > 0 ? end - start : 0), 0);
  expectThat(pricedMs === poweredMs, 'power only where a price is known');
  expectThat(
    priced.every(({ price }) => price <= limit),
    'power only below the limit',
  );
  for (const what of brokenAmounts(request, plan)) broken.push(what);
  for (const what of brokenRules(request, plan)) broken.push(what);
  const sign = request.objective === 'dearest' ? -1 : 1;
  const startCost = 'startCostCt' in request ? (request.startCostCt ?? 0) : 0;
  const cost = priced.reduce((sum, { price, ms, powerW }) => sum + (price * ms * powerW) / 3.6e9, 0);
  const energyWh = segments.reduce((sum, { start, end, powerW }) => sum + ((end - start) * powerW) / 3.6e6, 0);
  expectThat(near(plan.costCt, cost + sign * startCost * plan.starts), 'its cost is that of its segments');
  expectThat(near(plan.energyWh, energyWh), 'its energy is that of its segments');
  expectThat(near(plan.averageCtPerKwh * energyWh, plan.costCt * 1000), 'its average is cost over energy');
  expectThat(near(plan.savedCt, sign * (plan.baseline.averageCt - plan.costCt)), 'its saving is against the average');
  return broken;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

function pieces(points: readonly PricePoint[], { start, end, powerW }: Segment) {
  return points.flatMap((point) => {
    const ms = Math.min(point.end, end) - Math.max(point.start, start);
    return ms > 0 && powerW > 0 && point.price !== null ? [{ price: point.price, ms, powerW }] : [];
  });
}

function brokenAmounts(request: Request, { segments }: Plan): string[] {
  const short = request.partial === 'maximise';
  const ms = segments.reduce((sum, { start, end }) => sum + end - start, 0);
  const touching = segments.every(({ start }, i) => i === 0 || start === (segments[i - 1] as Segment).end);
  if (request.kind === 'contiguous' || request.kind === 'profile') {
    const wanted =
      request.kind === 'profile' ? request.profile.reduce((sum, p) => sum + p.durationMs, 0) : request.durationMs;
    const whole = request.kind === 'contiguous' && short ? ms <= wanted : ms === wanted;
    const align = request.startAlignMs ?? 1;
    const aligned = request.initial?.on || segments.length === 0 || (segments[0] as Segment).start % align === 0;
    return [whole ? '' : 'the run time asked for', touching ? '' : 'one run', aligned ? '' : 'aligned'].filter(Boolean);
  }
  if (request.kind === 'interruptible')
    return (short ? ms <= request.durationMs : ms === request.durationMs) ? [] : ['the run time asked for'];
  const { energyWh, maxEnergyWh = energyWh, efficiency, minPowerW, maxPowerW } = request;
  const reached = segments.reduce(
    (sum, { start, end, powerW }) => sum + ((end - start) * powerW * efficiency) / 3.6e6,
    0,
  );
  const minuteWh = hasRules(request) ? (maxPowerW * efficiency) / 60 : 0;
  const inside = segments.every(({ powerW }) => powerW >= minPowerW && powerW <= maxPowerW);
  const enough = short || reached >= energyWh * (1 - 1e-9);
  const notTooMuch = reached <= (maxEnergyWh + minuteWh) * (1 + 1e-9) + 1e-9;
  return [
    inside ? '' : 'power in its range',
    enough ? '' : 'enough energy',
    notTooMuch ? '' : 'not too much energy',
  ].filter(Boolean);
}

function hasRules(request: Request): boolean {
  if (request.kind !== 'interruptible' && request.kind !== 'energy') return false;
  const { minRunMs = 0, minPauseMs = 0, maxStarts, startCostCt = 0 } = request;
  return minRunMs > 0 || minPauseMs > 0 || maxStarts !== undefined || startCostCt > 0;
}

function brokenRules(request: Request, { segments, starts }: Plan): string[] {
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of segments) {
    const last = runs.at(-1);
    if (last !== undefined && last.end === start) last.end = end;
    else runs.push({ start, end });
  }
  const begin = hasRules(request) ? Math.ceil(request.earliest / 60_000) * 60_000 : request.earliest;
  const goesOn = request.initial?.on === true && runs[0]?.start === begin;
  const broken = starts === runs.length - (goesOn ? 1 : 0) ? [] : ['its starts are counted'];
  if (request.kind !== 'interruptible' && request.kind !== 'energy') return broken;
  const { minRunMs = 0, minPauseMs = 0, maxStarts = Number.POSITIVE_INFINITY, initial } = request;
  for (const [i, { start, end }] of runs.entries()) {
    const before = i === 0 && goesOn ? (initial?.forMs ?? 0) : 0;
    if (end - start + before < minRunMs) broken.push(`run ${i} is long enough`);
    const pause =
      start - (i === 0 ? request.earliest - (initial?.on === false ? initial.forMs : 0) : (runs[i - 1]?.end ?? 0));
    const bound = i > 0 || (initial !== undefined && !goesOn);
    if (bound && pause < minPauseMs) broken.push(`the pause before run ${i} is long enough`);
  }
  if (initial?.on && !goesOn && initial.forMs < minRunMs) broken.push('the run that was on is long enough');
  if (starts > maxStarts) broken.push('no more starts than allowed');
  return broken;
}
