/** The column of a list in which its price stands. */
export interface PriceColumn {
  /** Names that stand together and are added up; `a.b` is `b` inside of `a`. */
  readonly names: readonly string[];
  /** The unit where the source names none. */
  readonly unit?: string;
  /** True where the name itself says the unit, so that nothing else counts. */
  readonly isCertain?: true;
}

/** One way in which the world writes down prices. All names are without case, space, `_` and `-`. */
export interface Shape {
  /** How it is told in a plan. */
  readonly from: string;
  /** What the list itself has to be called, as it is written. */
  readonly list?: RegExp;
  /** What one of the things around the list has to be called. */
  readonly within?: RegExp;
  readonly start: readonly string[];
  /** Where rows have none, the lengths come from the starts. */
  readonly end?: readonly string[];
  /** The first of these that a row has counts. */
  readonly prices: readonly PriceColumn[];
  /** Times without an offset are UTC, not local. */
  readonly isUtc?: true;
  /** A null end stands for "until further notice". */
  readonly hasOpenEnd?: true;
}

const eurPerKwh = 'EUR/kWh';
const eurPerMwh = 'EUR/MWh';
const ctPerKwh = 'ct/kWh';
/** Zonneplan counts in ten-millionths of a euro. */
export const tenMillionths = '10^-7 EUR/kWh';

const plainPrices: readonly PriceColumn[] = [
  ...['amountct', 'pricect', 'ctperkwh', 'pricectperkwh', 'pricectkwh', 'centsperkwh'].map(certainly(ctPerKwh)),
  ...['eurperkwh', 'priceeurperkwh', 'priceeurkwh'].map(certainly(eurPerKwh)),
  ...['eurpermwh', 'priceeurpermwh', 'priceeurmwh'].map(certainly(eurPerMwh)),
  ...['amount', 'value', 'total', 'price', 'priceperkwh', 'rate', 'tariff'].map((name) => ({ names: [name] })),
];
const plainStarts = [
  ...['start', 'startsat', 'starttime', 'startdate', 'startat', 'starttimestamp', 'startdatetime', 'begin', 'from'],
  ...['validfrom', 'periodstart', 'deliverystart', 'time', 'timestamp', 'datetime', 'date', 'hour', 'ts'],
];
const plainEnds = [
  ...['end', 'endsat', 'endtime', 'enddate', 'endat', 'endtimestamp', 'enddatetime', 'till', 'to', 'until'],
  ...['validto', 'periodend', 'deliveryend'],
];

/** Every shape that we read; where several fit, the first counts. */
export const shapes: readonly Shape[] = [
  {
    from: 'tibber',
    within: /^priceinfo/i,
    start: ['startsat'],
    prices: [{ names: ['total'], unit: eurPerKwh, isCertain: true }],
  },
  { from: 'tibber', start: ['startsat'], prices: [{ names: ['total'], unit: eurPerKwh }] },
  { from: 'tibber', within: /^prices$/, start: ['starttime'], prices: [{ names: ['price'], unit: eurPerKwh }] },
  {
    from: 'epex-spot',
    start: ['starttime'],
    end: ['endtime'],
    prices: [
      { names: ['priceperkwh'], unit: eurPerKwh },
      certainly(ctPerKwh)('pricectperkwh'),
      certainly(eurPerMwh)('priceeurpermwh'),
    ],
  },
  {
    from: 'awattar',
    start: ['starttimestamp'],
    end: ['endtimestamp'],
    prices: [{ names: ['marketprice'], unit: eurPerMwh }],
  },
  { from: 'energy-charts', start: ['unixseconds'], prices: [{ names: ['price'], unit: eurPerMwh }] },
  {
    from: 'octopus',
    start: ['validfrom'],
    end: ['validto'],
    hasOpenEnd: true,
    prices: [
      { names: ['valueincvat'], unit: 'p/kWh' },
      { names: ['valueexcvat'], unit: 'p/kWh' },
    ],
  },
  {
    from: 'ostrom',
    start: ['date'],
    prices: [
      { names: ['grosskwhprice', 'grosskwhtaxandlevies'], unit: ctPerKwh, isCertain: true },
      certainly(ctPerKwh)('grosskwhprice'),
    ],
  },
  {
    from: 'frank-energie',
    start: ['from'],
    end: ['till'],
    prices: [
      { names: ['allinprice'], unit: eurPerKwh },
      { names: ['marketprice', 'marketpricetax', 'sourcingmarkupprice', 'energytaxprice'], unit: eurPerKwh },
    ],
  },
  {
    from: 'frank-energie',
    list: /^prices|^electricity/i,
    start: ['from'],
    end: ['till'],
    prices: [{ names: ['price'], unit: eurPerKwh }],
  },
  {
    from: 'zonneplan',
    start: ['startdate', 'datetime', 'startdatedatetime'],
    end: ['enddate'],
    prices: ['pricetaxincluded.amount', 'totalpricetaxincluded', 'electricityprice'].map(certainly(tenMillionths)),
  },
  {
    from: 'nord-pool',
    list: /^raw_?(today|tomorrow)$/i,
    start: ['start'],
    end: ['end'],
    prices: [{ names: ['value'] }],
  },
  {
    from: 'nord-pool',
    list: /^[A-Z]{2,4}\d{0,2}$/,
    start: ['start'],
    end: ['end'],
    prices: [{ names: ['price'], unit: eurPerMwh }],
  },
  {
    from: 'entso-e',
    list: /^prices(_today|_tomorrow)?$/,
    start: ['time'],
    prices: [{ names: ['price'], unit: eurPerKwh }],
  },
  {
    from: 'energi-data-service',
    start: ['timeutc', 'hourutc'],
    isUtc: true,
    prices: [
      { names: ['dayaheadpriceeur'], unit: eurPerMwh },
      { names: ['spotpriceeur'], unit: eurPerMwh },
    ],
  },
  {
    from: 'evcc',
    list: /^rates$/,
    start: ['start'],
    end: ['end'],
    prices: [
      { names: ['value'], unit: eurPerKwh },
      { names: ['price'], unit: eurPerKwh },
    ],
  },
  { from: 'power-saver', list: /^priceData$/, start: ['start'], end: ['end'], prices: [{ names: ['value'] }] },
  { from: 'nomos', start: ['start'], end: ['end'], prices: [{ names: ['amount'] }] },
  { from: 'plain', start: plainStarts, end: plainEnds, prices: plainPrices },
];

function certainly(unit: string): (name: string) => PriceColumn {
  return (name) => ({ names: [name], unit, isCertain: true });
}
