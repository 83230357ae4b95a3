import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Aedes, type AedesPublishPacket } from 'aedes';

/** A message that a client published. */
export interface Published {
  readonly topic: string;
  readonly payload: string;
  readonly qos: number;
  readonly retain: boolean;
}

/** A broker of MQTT on a free port of this machine, for tests that look at what it was given. */
export interface MqttBroker {
  readonly port: number;
  readonly published: readonly Published[];
  /** What a client is told that connects now, by topic: the newest retained message of each. */
  retained(): ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

/** Starts it. */
export async function startMqttBroker(): Promise<MqttBroker> {
  const broker = await Aedes.createBroker();
  const published: Published[] = [];
  broker.on('publish', (packet, client) => {
    // Without a client it is the broker's own news.
    if (client !== null) published.push(publishedIn(packet));
  });
  const server = createServer(broker.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    published,
    retained: () => new Map(published.filter(({ retain }) => retain).map(({ topic, payload }) => [topic, payload])),
    stop: () =>
      new Promise((resolve) => {
        broker.close(() => server.close(() => resolve()));
      }),
  };
}

function publishedIn({ topic, payload, qos, retain }: AedesPublishPacket): Published {
  return { topic, payload: payload.toString(), qos, retain };
}
