export { decodeSun } from './decode.js';
export { cutSun, type SunForecast, type SunShare, type SunStretch, sunUntil } from './forecast.js';
export { joinedSun } from './joined.js';
export { readStoredSun, type StoredStretch, storedSun } from './stored.js';
