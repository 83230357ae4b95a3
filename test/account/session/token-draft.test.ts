import assert from 'node:assert/strict';
import { exclusively } from '#src/account/session/exclusively.js';
import { draftKey, draftLifeMs, dropDraft, leaveForeignDraft, takeDraft } from '#src/account/session/token-draft.js';
import { tokensKey } from '#src/account/tokens/token-map.js';
import { clientFingerprint, type TokenRecord } from '#src/account/tokens/token-record.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { FlakyStore } from '../../support/account/flaky-store.js';
import { ManualClock, turns } from '../../support/clock/manual-clock.js';

const client = { clientId: 'my-client', clientSecret: 'my-secret', baseUrl: 'https://api.nomos.energy' };
const others = [
  ['another id', { ...client, clientId: 'other' }],
  ['another secret', { ...client, clientSecret: 'other' }],
  ['another address', { ...client, baseUrl: 'https://elsewhere.example.com' }],
] as const;

describe('session: tokens of a sign-in that waits for its deploy', () => {
  const clock = new ManualClock();
  let store: FlakyStore;
  let secrets: string[];
  let vault: TokenVault;
  beforeEach(() => {
    store = new FlakyStore();
    secrets = ['secret'];
    vault = new TokenVault({ store, secrets: () => secrets });
  });
  const draft = (ageMs = 0): TokenRecord => ({
    seq: 3,
    gen: 2,
    phase: 'idle',
    issuer: client.baseUrl,
    clientFp: clientFingerprint(client),
    accessToken: 'access-draft',
    refreshToken: 'refresh-draft',
    expiresInMs: 3_600_000,
    obtainedWall: clock.now() - ageMs,
    ambiguous: false,
  });
  const owner = (of = client) => ({ accountId: 'a', vault, client: of, clock });
  const waiting = () => vault.load(draftKey('a'));
  const tokenOf = async (id: string) => (await vault.load(id))?.record.accessToken;
  const breakKey = () => {
    secrets = ['a secret that opens nothing'];
  };

  it('lie apart from those of the account, and from those of any other', () => {
    assert.equal(new Set(['a', 'b', draftKey('a'), draftKey('b'), draftKey(draftKey('a'))]).size, 5);
  });

  it('become those of the account that is deployed with their client, for good, however old they are', async () => {
    for (const ageMs of [0, draftLifeMs, 30 * draftLifeMs, -draftLifeMs]) {
      await vault.save('a', { ...draft(), accessToken: 'access-before', seq: 1 });
      await vault.save(draftKey('a'), draft(ageMs));
      await takeDraft(owner());
      assert.deepEqual([await tokenOf('a'), await waiting()], ['access-draft', undefined]);
    }
    store = store.afterKill();
    vault = new TokenVault({ store, secrets: () => secrets });
    assert.deepEqual([await tokenOf('a'), await waiting()], ['access-draft', undefined]);
  });

  for (const [what, other] of others)
    for (const [ageMs, isKept] of [
      // A machine without a clock of its own began in 1970 again.
      [-56 * 365 * 24 * draftLifeMs, true],
      [-1, true],
      [0, true],
      [draftLifeMs - 1, true],
      [draftLifeMs, false],
    ] as const)
      it(`deployed with ${what}, ${ageMs} ms old: ${isKept ? 'they wait' : 'they go'}, and the account's stay`, async () => {
        await vault.save('a', { ...draft(), accessToken: 'access-before' });
        await vault.save(draftKey('a'), draft(ageMs));
        await takeDraft(owner(other));
        assert.deepEqual([await tokenOf('a'), (await waiting()) !== undefined], ['access-before', isKept]);
      });

  for (const [what, other] of others)
    it(`go before a new draft with ${what} would present them; those of the same client stay`, async () => {
      await vault.save(draftKey('a'), draft());
      await leaveForeignDraft(owner());
      assert.equal(await tokenOf(draftKey('a')), 'access-draft');
      await leaveForeignDraft(owner(other));
      assert.equal(await waiting(), undefined);
    });

  it('are dropped when the draft has ended, whoever they were given to, also where they cannot be opened', async () => {
    for (const spoil of [() => {}, breakKey]) {
      await vault.save(draftKey('a'), draft());
      await vault.save('a', { ...draft(), accessToken: 'access-own' });
      spoil();
      await dropDraft(owner());
      assert.deepEqual(Object.keys((store.disk[tokensKey] as { accounts: object }).accounts), ['a']);
    }
  });

  it('where there are none, nothing is written', async () => {
    await takeDraft(owner());
    await leaveForeignDraft(owner());
    await dropDraft(owner());
    assert.equal(store.writes, 0);
  });

  it('that cannot be opened are left as they are by a deploy', async () => {
    await vault.save(draftKey('a'), draft());
    breakKey();
    const { writes } = store;
    await takeDraft(owner());
    await leaveForeignDraft(owner());
    assert.equal(store.writes, writes);
  });

  it('on a full disk dropping them fails; a deploy and a new draft do not', async () => {
    const foreign = owner({ ...client, clientId: 'other' });
    const onFullDisk = async (work: () => Promise<void>) => {
      await vault.save(draftKey('a'), draft());
      store.failures = 1;
      await work();
      assert.equal(store.failures, 0);
    };
    await onFullDisk(() => takeDraft(owner()));
    await onFullDisk(() => leaveForeignDraft(foreign));
    await onFullDisk(() => assert.rejects(dropDraft(owner()), /ENOSPC/));
    assert.equal(await tokenOf('a'), 'access-draft');
  });

  it('are not moved while a request for tokens of the draft is under way', async () => {
    await vault.save(draftKey('a'), draft());
    let end = () => {};
    void exclusively(draftKey('a'), () => new Promise<void>((resolve) => (end = resolve)));
    const taken = takeDraft(owner());
    await turns(20);
    assert.equal(await tokenOf('a'), undefined);
    end();
    await taken;
    assert.equal(await tokenOf('a'), 'access-draft');
  });
});
