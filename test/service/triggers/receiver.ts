// A receiver of webhooks that parses events as the package cloudevents does.

import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type CloudEventV1, HTTP } from "cloudevents";

export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** A request that a receiver got. */
interface Received {
  readonly event: CloudEventV1<Data>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The data of an event. */
interface Data {
  readonly trigger: string;
  readonly models: readonly { readonly name: string; readonly version: string }[];
  readonly measured: Readonly<Record<string, unknown>>;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** The status of responses. */
  status: number;
  close(): Promise<void>;
}

/**
 * Starts a receiver, which throws on a wrong signature and on an invalid event.
 *
 * @param respond in place of a response of `status`
 */
export async function startReceiver(respond?: RequestListener, port = 0): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text) => {
      body += text;
    });
    try {
      await once(request, "end");
    } catch {
      // The sender was killed.
      return;
    }
    const { headers } = request;
    const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = headers;
    const key = Buffer.from(SECRET.slice(6), "base64");
    const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    if (signature !== `v1,${expected}`) throw new Error("the signature is wrong");
    const event = HTTP.toEvent<Data>({ headers, body }) as CloudEventV1<Data>;
    receiver.received.push({ event, headers, body });
    if (respond) respond(request, response);
    else response.writeHead(receiver.status).end("thanks");
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received: [],
    status: 204,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}
