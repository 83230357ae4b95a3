import type { BatteryModeName } from '../../protocol/admin-api.js';
import { text } from '../form/text.js';

const words: Readonly<Record<BatteryModeName, string>> = {
  auto: 'home-battery.mode.auto',
  hold: 'home-battery.mode.hold',
  charge: 'home-battery.mode.charge',
  keep: 'home-battery.mode.keep',
  discharge: 'home-battery.mode.discharge',
};

/** What a battery does, in a word. */
export function modeWord(mode: BatteryModeName): string {
  return text(words[mode]);
}
