import type { Socket } from 'node:net';
import { type RawServer, startRawServer } from './raw-server.js';

/** A message that a client published. */
export interface Published {
  readonly topic: string;
  readonly payload: string;
  readonly qos: number;
  readonly retain: boolean;
}

/** As much of an MQTT 3.1.1 broker as a client needs that only publishes (OASIS MQTT 3.1.1, section 3). */
export interface MqttBroker {
  readonly port: number;
  readonly published: readonly Published[];
  stop(): Promise<void>;
}

interface Packet {
  readonly kind: number;
  readonly flags: number;
  readonly body: Buffer;
}

/** Starts it on a free port of this machine. */
export async function startMqttBroker(): Promise<MqttBroker> {
  const published: Published[] = [];
  const server: RawServer = await startRawServer((socket) => {
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (let size = packetSize(rest); size !== undefined; size = packetSize(rest)) {
        answer(socket, packetIn(rest.subarray(0, size)), published);
        rest = rest.subarray(size);
      }
    });
  });
  return { port: server.port, published, stop: server.stop };
}

function answer(socket: Socket, packet: Packet, published: Published[]): void {
  if (packet.kind === 1) socket.write(Buffer.from([0x20, 2, 0, 0]));
  if (packet.kind === 12) socket.write(Buffer.from([0xd0, 0]));
  if (packet.kind === 14) socket.end();
  if (packet.kind !== 3) return;
  const { body, flags } = packet;
  const qos = (flags >> 1) & 3;
  const topicEnd = 2 + body.readUInt16BE(0);
  const payloadStart = qos === 0 ? topicEnd : topicEnd + 2;
  published.push({
    topic: body.toString('utf8', 2, topicEnd),
    payload: body.toString('utf8', payloadStart),
    qos,
    retain: (flags & 1) === 1,
  });
  if (qos === 1) socket.write(Buffer.from([0x40, 2, ...body.subarray(topicEnd, payloadStart)]));
}

/** Bytes of the first packet, or undefined while it is not all there. */
function packetSize(bytes: Buffer): number | undefined {
  const { length, headerSize } = remainingLength(bytes);
  if (length === undefined || bytes.length < headerSize + length) return undefined;
  return headerSize + length;
}

function packetIn(bytes: Buffer): Packet {
  const first = bytes.readUInt8(0);
  return { kind: first >> 4, flags: first & 15, body: bytes.subarray(remainingLength(bytes).headerSize) };
}

/** The variable byte integer behind the first byte: seven bits a byte, the lowest first. */
function remainingLength(bytes: Buffer): { length: number | undefined; headerSize: number } {
  let length = 0;
  for (let index = 1; index < bytes.length; index++) {
    const byte = bytes.readUInt8(index);
    length += (byte & 127) * 128 ** (index - 1);
    if (byte < 128) return { length, headerSize: index + 1 };
  }
  return { length: undefined, headerSize: 0 };
}
