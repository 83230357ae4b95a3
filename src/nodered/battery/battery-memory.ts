import { type BatteryLog, emptyBatteryLog, type ToldForecast } from '../../battery/index.js';
import type { PriceSeries } from '../../prices/index.js';
import { joinedSun, type SunForecast, storedSun } from '../../sun/index.js';
import { msPerDay, msPerQuarterHour } from '../../time/index.js';
import { settingsStore } from '../platform/settings-store.js';
import { errorText } from '../platform/texts.js';
import { hasNews, type MessagePrices, noMessagePrices, withMessagePrices } from '../window/message-prices.js';
import { type BatteryRecord, hurryBatteryRecords, loadBatteryRecord, saveBatteryRecord } from './battery-record.js';
import type { BatteryNodeParts } from './deployed-batteries.js';

const keptMs = msPerDay;

/** What a `home-battery` node remembers, in memory and over a restart. */
export class BatteryMemory {
  log: BatteryLog = emptyBatteryLog;
  messages: MessagePrices = noMessagePrices;
  forecast: ToldForecast | undefined;
  readonly #parts: BatteryNodeParts;
  #saved: Pick<BatteryRecord, 'prices' | 'forecast'> = { prices: noMessagePrices };
  #saving: Promise<void> = Promise.resolve();

  constructor(parts: BatteryNodeParts) {
    this.#parts = parts;
  }

  /** What is stored of this node; never rejects, and changes nothing yet. */
  load(): Promise<BatteryRecord> {
    const { red, node } = this.#parts;
    return loadBatteryRecord(settingsStore(red.settings), node.id);
  }

  /** Takes up what was stored. */
  take({ log, prices, forecast }: BatteryRecord): void {
    this.log = log;
    this.messages = prices;
    this.forecast = forecast;
    this.#saved = { prices, ...(forecast && { forecast }) };
  }

  /** What messages have told, which may be taken back. */
  get told(): Pick<BatteryMemory, 'messages' | 'forecast'> {
    const { messages, forecast } = this;
    return { messages, forecast };
  }

  set told({ messages, forecast }: Pick<BatteryMemory, 'messages' | 'forecast'>) {
    this.messages = messages;
    this.forecast = forecast;
  }

  /** Adds prices that came by message, and how they were read. */
  addPrices(
    series: PriceSeries,
    reading: MessagePrices['reading'],
    place: Parameters<typeof withMessagePrices>[2],
  ): void {
    this.messages = { ...withMessagePrices(this.messages, series, place), reading };
  }

  /** Adds a forecast to one of the last day; see `joinedSun`. */
  addForecast(sun: SunForecast, { now, timeZone }: Parameters<typeof joinedSun>[2]): void {
    const { sun: told = [], at = now } = this.forecast ?? {};
    const known = Math.abs(now - at) < keptMs ? told.filter(({ end }) => end > now - keptMs) : [];
    this.forecast = { sun: joinedSun(known, sun, { now, timeZone }), at: now };
  }

  /** Stores all of it where messages have brought something new: whoever tells the same every minute must not wear out a memory card. */
  saveNews(): void {
    const { prices, forecast } = this.#saved;
    if (hasNews(this.messages.series, prices.series) || isOther(this.forecast, forecast)) this.save();
  }

  /** Stores all of it; what cannot be stored is warned of. */
  save(): void {
    const { red, node, translate } = this.#parts;
    const { log, messages: prices, forecast } = this;
    const record = { log, prices, ...(forecast && { forecast }) };
    this.#saved = record;
    this.#saving = saveBatteryRecord(settingsStore(red.settings), node.id, record).catch((error: unknown) => {
      node.warn(translate('log.battery-not-saved', { text: errorText(translate, error) }));
    });
  }

  /** Resolves when what waited is stored, or cannot be. */
  async settled(): Promise<void> {
    hurryBatteryRecords(settingsStore(this.#parts.red.settings));
    await this.#saving;
  }
}

/** True for another forecast, and for the same where it was confirmed long after. */
function isOther(forecast: ToldForecast | undefined, saved: ToldForecast | undefined): boolean {
  if (forecast === undefined || saved === undefined) return forecast !== saved;
  if (Math.abs(forecast.at - saved.at) >= msPerQuarterHour) return true;
  return JSON.stringify(storedSun(forecast.sun)) !== JSON.stringify(storedSun(saved.sun));
}
