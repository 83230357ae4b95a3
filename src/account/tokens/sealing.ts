import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import * as z from 'zod/mini';

/** A sealed text: AES-256-GCM under a key that scrypt makes of a secret and the salt; all parts base64. */
export const sealedShape = z.object({
  v: z.literal(1),
  salt: z.string(),
  iv: z.string(),
  tag: z.string(),
  text: z.string(),
});

/** See `sealedShape`. */
export type Sealed = z.infer<typeof sealedShape>;

/** A text to be sealed, and what it belongs to. */
export interface Sealing {
  /** The secret that the key is made of. */
  readonly secret: string;
  /** Authenticated with the text: a sealed text opens only for the same owner. */
  readonly owner: string;
  /** The salt of an earlier sealing, so that one key serves many; absent = a fresh one. */
  readonly salt?: string | undefined;
}

const saltBytes = 16;
const ivBytes = 12;
const keyBytes = 32;
const scryptCost = { N: 2 ** 14, r: 8, p: 1 };

/** True for a salt as `seal` makes them; false for what a damaged record holds. */
export function isSalt(text: string): boolean {
  return Buffer.from(text, 'base64').length === saltBytes;
}

/** Seals a text under a fresh nonce. */
export async function seal(text: string, { secret, owner, salt }: Sealing): Promise<Sealed> {
  const saltBuffer = salt === undefined ? randomBytes(saltBytes) : Buffer.from(salt, 'base64');
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', await keyOf(secret, saltBuffer), iv);
  cipher.setAAD(associated(owner));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return {
    v: 1,
    salt: saltBuffer.toString('base64'),
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    text: sealed.toString('base64'),
  };
}

/** A sealed text opened, and the secret that opened it. */
export interface Unsealed {
  readonly text: string;
  readonly secret: string;
}

/** Opens a sealed text with the first of the secrets that fits; undefined when none does or when it was changed. */
export async function unseal(sealed: Sealed, secrets: readonly string[], owner: string): Promise<Unsealed | undefined> {
  for (const secret of secrets) {
    const key = await keyOf(secret, Buffer.from(sealed.salt, 'base64'));
    const text = tryOpen(sealed, key, owner);
    if (text !== undefined) return { text, secret };
  }
  return undefined;
}

function tryOpen(sealed: Sealed, key: Buffer, owner: string): string | undefined {
  try {
    // A shortened tag would be easier to forge, so its length is fixed here.
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), { authTagLength: 16 });
    decipher.setAAD(associated(owner));
    decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(sealed.text, 'base64')), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function associated(owner: string): Buffer {
  return Buffer.from(`nomos-tokens v1 ${owner}`, 'utf8');
}

const keys = new Map<string, Promise<Buffer>>();

/** The key of a secret and a salt; made once for each process, off the main thread, as it takes long on a small computer. */
function keyOf(secret: string, salt: Buffer): Promise<Buffer> {
  const name = createHash('sha256').update(salt).update(secret).digest('base64');
  const known = keys.get(name);
  if (known !== undefined) return known;
  const made = new Promise<Buffer>((resolve, reject) => {
    scrypt(secret, salt, keyBytes, scryptCost, (error, key) => (error ? reject(error) : resolve(key)));
  });
  keys.set(name, made);
  return made;
}
