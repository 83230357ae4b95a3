export type { Entry, Member } from './entry.js';
export { type LimitRules, limitAt, noLimitKw, type ToldLimit, withTold } from './limits.js';
export { housePass, type Pass, type PassMember } from './pass.js';
export { levels, type Use } from './power.js';
export type { House } from './share.js';
export { type SunRules, type Surplus, surplusFrom } from './surplus.js';
