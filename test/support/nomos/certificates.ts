import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A self-signed certificate, PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Makes a self-signed certificate for `localhost` and 127.0.0.1, or for another name. */
export function makeCertificate(
  options: { readonly name?: string; readonly from?: Date; readonly to?: Date } = {},
): Certificate {
  const {
    name = 'localhost',
    from = new Date(Date.now() - 86_400_000),
    to = new Date(Date.now() + 86_400_000),
  } = options;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const content = toBeSigned({ name, from, to, publicKey });
  const signature = sign('sha256', content, privateKey);
  const der = sequence(content, sequence(ecdsaSha256), bitString(signature));
  const pem = der.toString('base64').replace(/.{1,64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${pem}-----END CERTIFICATE-----\n`,
  };
}

interface Content {
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
  readonly publicKey: KeyObject;
}

/** RFC 5280 4.1: only what a TLS client looks at. */
function toBeSigned({ name, from, to, publicKey }: Content): Buffer {
  const commonName = sequence(tagged(0x31, sequence(oid([0x55, 0x04, 0x03]), tagged(0x0c, Buffer.from(name)))));
  const address = name === 'localhost' ? [tagged(0x87, Buffer.from([127, 0, 0, 1]))] : [];
  const names = sequence(tagged(0x82, Buffer.from(name)), ...address);
  const alternativeNames = sequence(oid([0x55, 0x1d, 0x11]), tagged(0x04, names));
  return sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from([1])),
    sequence(ecdsaSha256),
    commonName,
    sequence(time(from), time(to)),
    commonName,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(alternativeNames)),
  );
}

const ecdsaSha256 = oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]);

function time(date: Date): Buffer {
  return tagged(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')));
}

function oid(bytes: readonly number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}

function bitString(content: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), content]));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

/** DER: tag, length, content (X.690 8.1). */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
