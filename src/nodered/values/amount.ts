/** A figure as messages have it: null where it is unknown. Six decimals are far below a hundredth of a cent, and hide what binary fractions add. */
export function amount(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1e6) / 1e6;
}
