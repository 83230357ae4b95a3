/** A grid working price in ct/kWh incl. VAT, with the levels of a time-variable fee (EnWG 14a, module 3). */
// @ts-nocheck

export interface GridFee {
  readonly standardCt: number;
  readonly levels?: readonly GridLevel[];
}

/** A stretch of the local day, [from, to) on the wall clock and across midnight where `to` is earlier. */
export interface GridLevel {
  readonly from: string;
  readonly to: string;
  readonly ct: number;
  /** Months, January = 1, in which the level holds; all when absent. */
  readonly months?: readonly number[];
}
