/** How a household of four draws power over a day, W in each hour of the local day; only their relation counts. */
const hourlyW = [
  250, 215, 195, 190, 195, 235, 370, 480, 490, 470, 465, 490, 560, 530, 470, 445, 465, 560, 690, 740, 700, 600, 460,
  330,
];
const quartersPerDay = 96;
const daysPerYear = 365;

/** What a household draws in each local quarter-hour, kWh, by its usage of a year: for as long as nothing is learned. */
export function householdShape(kwhPerYear: number): readonly number[] {
  const rows = Array.from({ length: quartersPerDay }, (_, quarter) => between(quarter / 4 - 0.375));
  const sum = rows.reduce((total, w) => total + w, 0);
  return rows.map((w) => (w / sum) * (kwhPerYear / daysPerYear));
}

/** On the line between the middles of two hours. */
function between(hour: number): number {
  const before = Math.floor(hour);
  const [a, b] = [hourlyW[(before + 24) % 24] ?? 0, hourlyW[(before + 25) % 24] ?? 0];
  return a + (b - a) * (hour - before);
}
