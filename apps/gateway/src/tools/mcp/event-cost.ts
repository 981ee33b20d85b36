const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const colon = 0x3a;
/** Lines of one message cost less than so many messages. */
const linesOfMessage = 20;

/**
 * What the events of a stream cost whoever reads it, in messages: one for each blank line, which ends an event,
 * and each comment, and a part of one for any other line. A message may have many lines.
 */
export class EventCost {
  #before: number = lineFeed;

  of(chunk: Uint8Array): number {
    let messages = 0;
    let lines = 0;
    for (const byte of chunk) {
      const isAtStart = this.#before === lineFeed || this.#before === carriageReturn;
      const endsPair = byte === lineFeed && this.#before === carriageReturn;
      const isEnd = (byte === lineFeed || byte === carriageReturn) && !endsPair;
      if (isEnd) lines += 1;
      if (isAtStart && (isEnd || byte === colon)) messages += 1;
      // Of a pair the second is no line of its own, and the next byte is at a start all the same.
      this.#before = byte;
    }
    return messages + lines / linesOfMessage;
  }
}
