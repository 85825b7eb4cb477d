// Answers that go to the socket in one piece. Node writes the end of an answer apart, even where it is empty, and so goes the long way of several pieces.

import { type IncomingMessage, ServerResponse } from "node:http";

/** Node's, but for an answer whose head is known, and whose body is one text: both are one write. To be given to a server as its `ServerResponse`. */
export class SingleWriteResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  override end(...ending: unknown[]): this {
    const [text, encoding, callback] = ending;
    const { socket } = this;
    // An answer has no socket while others of its connection wait before it.
    if (typeof text !== "string" || text === "" || encoding || callback || !socket || !this.headersSent)
      return super.end(...(ending as []));
    // Else Node would keep it until the end of this turn of the event loop.
    socket.cork();
    // Of as many bytes as characters, it is ASCII, which is copied sooner than encoded.
    this.write(text, Buffer.byteLength(text) === text.length ? "latin1" : "utf8");
    socket.uncork();
    return super.end();
  }
}
