export { decodeTariff, type Tariff, type TariffReading } from './decode.js';
export { looksLikePrices } from './find-lists.js';
export type { UnitChoice } from './list-unit.js';
