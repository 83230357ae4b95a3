import type { CivilDate } from '../../time/index.js';

/** What has been said about tomorrow's prices: the local days on which each was said. */
export interface TomorrowTold {
  readonly availableOn?: CivilDate;
  readonly missingOn?: CivilDate;
}

/** How tomorrow's prices stand on a local day. */
export interface TomorrowState {
  readonly today: CivilDate;
  readonly isComplete: boolean;
  /** True from the time of day on at which they should be there. */
  readonly isLate: boolean;
}

/** What there is to say now: each thing once a day. The given memory is not changed. */
export function tomorrowNews(
  told: TomorrowTold,
  { today, isComplete, isLate }: TomorrowState,
): { readonly told: TomorrowTold; readonly event?: 'tomorrow-available' | 'tomorrow-missing' } {
  if (isComplete && told.availableOn !== today) {
    return { told: { ...told, availableOn: today }, event: 'tomorrow-available' };
  }
  if (!isComplete && isLate && told.missingOn !== today) {
    return { told: { ...told, missingOn: today }, event: 'tomorrow-missing' };
  }
  return { told };
}
