import fc from 'fast-check';

/**
 * The same cases in every run, so that a change is to blame for a failure and not luck. `PROPERTY_SEED` takes others; the
 * long loops take new ones each time (`PROPERTY_SEED=new`).
 */
const { PROPERTY_SEED: given = '20261128' } = process.env;

fc.configureGlobal({ seed: given === 'new' ? Date.now() | 0 : Number(given) });
