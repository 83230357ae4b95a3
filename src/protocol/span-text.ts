/** A length in minutes as `3 h 50 min`, in whole minutes; the same in every language. */
export function spanText(minutes: number): string {
  const whole = Math.round(minutes);
  const hours = Math.floor(whole / 60);
  const rest = whole % 60 === 0 && hours > 0 ? [] : [`${whole % 60} min`];
  return [...(hours > 0 ? [`${hours} h`] : []), ...rest].join(' ');
}
