// A response that reaches the socket in one write. Node writes the end of the response separately,
// although it is empty, and so takes its slower path for several chunks.
//
// The class only uses documented methods. To see its effect, remove `ServerResponse` from server.ts
// and run `npm run bench:service`. It can go once that shows no difference.
// test/service/wire.test.ts compares all bytes with Node's.

import { type IncomingMessage, ServerResponse } from "node:http";

/**
 * Returns the encoding of a text with this many bytes. If they are as many as its characters, it is
 * ASCII, and copying is faster than encoding.
 */
export function encodingOf(text: string, bytes: number): "latin1" | "utf8" {
  return bytes === text.length ? "latin1" : "utf8";
}

/**
 * Node's `ServerResponse`, except that the body and the end are one write if the body is one text.
 * To be passed to a server as its option `ServerResponse`.
 */
export class SingleWriteResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  override end(...args: unknown[]): this {
    const [text, encoding, callback] = args;
    const { socket } = this;
    const isUsual = !encoding || encoding === "latin1" || encoding === "utf8";
    // A response has no socket while it waits for earlier responses of its connection.
    if (typeof text !== "string" || text === "" || !isUsual || callback || !socket || !this.headersSent)
      return super.end(...(args as []));
    // Otherwise Node would hold the text back until the end of this turn of the event loop.
    socket.cork();
    this.write(text, encoding ? (encoding as BufferEncoding) : encodingOf(text, Buffer.byteLength(text)));
    socket.uncork();
    return super.end();
  }
}
