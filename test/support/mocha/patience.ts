/**
 * Tests that drive a real browser or a real Node-RED against the clock get up to two more tries: a busy machine may delay
 * a process past the moment that a test needs. Tests of the floors, and all properties, get none.
 */
export const mochaHooks = {
  beforeEach(this: Mocha.Context) {
    const { currentTest } = this;
    if (/\/test\/(browser|kill|real)\//.test(currentTest?.file ?? '')) currentTest?.retries(2);
  },
};
