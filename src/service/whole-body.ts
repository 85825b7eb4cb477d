// Bodies of JSON, gathered as they come. The way of streams, which is Fastify's, takes longer over a small one than the model over the record in it.

import { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** Takes a piece of a body; null for its end. */
type Take = (piece: Buffer | null) => void;

/** Node's, but the body may be had without a stream. To be given to a server as its `IncomingMessage`. */
export class WholeBodyRequest extends IncomingMessage {
  private taker: Take | undefined;

  constructor(socket: Socket) {
    super(socket);
    this.taker = undefined;
  }

  /** Whether `take` gets the body: not, if some of it has come already. Then it is in the stream. */
  handBodyTo(take: Take): boolean {
    if (this.complete || this.readableLength > 0) return false;
    this.taker = take;
    // Tells Node that somebody wants the body: else it would go through the stream once more, to throw it away.
    super._read(0);
    return true;
  }

  /** Called by Node with what has come. */
  override push(piece: Buffer | null): boolean {
    const { taker } = this;
    if (!taker) return super.push(piece);
    if (piece === null) {
      // Node keeps a request until the next one of its connection: without the body, if nobody else has it.
      this.taker = undefined;
      super.push(null);
    }
    taker(piece);
    return true;
  }
}

/**
 * Makes a service read bodies of JSON this way.
 *
 * @param limit in bytes
 * @param tooLarge the error for longer ones
 */
export function readWholeBodies(service: FastifyInstance, limit: number, tooLarge: () => Error): void {
  // Keys like __proto__ are fields like any other that no model knows: nothing here copies what it has not looked up by name.
  const parse = service.getDefaultJsonParser("ignore", "ignore");
  service.addContentTypeParser("application/json", (request, payload, done) => {
    if (Number(request.headers["content-length"]) > limit) {
      done(tooLarge());
      return;
    }
    const take = gather(limit, (body) => (body ? parse(request, body.toString(), done) : done(tooLarge())));
    if (payload instanceof WholeBodyRequest && payload.handBodyTo(take)) return;
    payload
      .on("data", take)
      .on("end", () => take(null))
      .on("error", done);
  });
}

/** @param done is told the body; undefined as soon as it is longer than the limit */
function gather(limit: number, done: (body: Buffer | undefined) => void): Take {
  const pieces: Buffer[] = [];
  let bytes = 0;
  return (piece) => {
    // The rest of what has been refused.
    if (bytes > limit) return;
    if (piece === null) {
      done(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces));
      return;
    }
    bytes += piece.length;
    if (bytes > limit) done(undefined);
    else pieces.push(piece);
  };
}
