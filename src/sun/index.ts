export { decodeSun } from './decode.js';
export { cutSun, type SunForecast, type SunShare, type SunStretch, sunFrom } from './forecast.js';
