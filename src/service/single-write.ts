// Answers that go to the socket in one piece, and lines of a head that need no check. Node writes the end of an answer apart, even where it is empty, and so
// goes the long way of several pieces; and it asks of every header of every answer whether its characters are allowed.

import { type IncomingMessage, ServerResponse } from "node:http";

/** Node's own way to a head. No document tells of it, but Node 20 to 26 have it, which a test holds them to. */
interface HeadWriter {
  _storeHeader?(firstLine: string, headers: unknown): void;
}

const { _storeHeader: storeHead } = ServerResponse.prototype as HeadWriter;

/** Node's, but for an answer whose head is known, and whose body is one text: both are one write. To be given to a server as its `ServerResponse`. */
export class SingleWriteResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  /** Whether this Node lets heads have ready lines. */
  static readonly takesReadyLines: boolean = storeHead !== undefined;

  /** Lines of the head that are written as they stand, each with its `\r\n`, in front of what Node writes. Their headers must not be set elsewhere too. */
  readyLines = "";

  /** Called by Node with the first line of the head. */
  _storeHeader(firstLine: string, headers: unknown): void {
    storeHead!.call(this, firstLine + this.readyLines, headers);
  }

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
