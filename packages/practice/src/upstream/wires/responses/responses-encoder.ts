import type { Encoder, ReplyHead } from "../wire.ts";
import type { OpenItem } from "./open-item.ts";
import { openCall, openMessage } from "./open-item.ts";
import type { ItemStatus, ResponseEnd } from "./response-object.ts";
import { codeOf, endOf, outputOf, reasoningItem, responseObject } from "./response-object.ts";

/** Writes a response as numbered events: items that are added, filled and done one after the other. */
export function responsesEncoder(head: ReplyHead): Encoder {
  const output: object[] = [];
  let open: OpenItem | undefined;
  let events = 0;

  const write = (type: string, fields: object) => {
    const data = JSON.stringify({ type, sequence_number: events, ...fields });
    events += 1;
    return `event: ${type}\ndata: ${data}\n\n`;
  };
  const state = (type: string, end: ResponseEnd) =>
    write(type, { response: responseObject(head, end) });
  const close = (status: ItemStatus = "completed") => {
    const ended = open?.end(status);
    open = undefined;
    if (ended === undefined) return "";
    output.push(ended.item);
    return ended.events;
  };
  const begin = (make: (place: Parameters<typeof openMessage>[0]) => OpenItem) => {
    const before = close();
    open = make({ replyId: head.id, outputIndex: output.length, write });
    return before + open.begin();
  };
  const thought = () => {
    const at = { output_index: output.length, item: reasoningItem(head.id) };
    output.push(at.item);
    return write("response.output_item.added", at) + write("response.output_item.done", at);
  };
  const text = (words: string) => {
    const before = open?.kind === "message" ? "" : begin(openMessage);
    return before + (open?.add(words) ?? "");
  };

  return {
    head: () =>
      state("response.created", {}) +
      state("response.in_progress", {}) +
      (head.usage.reasoningTokens > 0 ? thought() : ""),
    piece: (piece) => {
      if (piece.kind === "text") return text(piece.text);
      if (piece.kind === "arguments") return open?.add(piece.text) ?? "";
      return begin((place) => openCall(place, piece.index, piece));
    },
    // Amid a call it goes where the call stands: an item that is done is not begun again.
    aside: (words) => (open?.kind === "function_call" ? open.add(words) : text(words)),
    halfEvent: () =>
      'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"half a\n\n',
    tail: (reply) => {
      const { status = "completed", ...end } = endOf(reply);
      const last = close(status === "completed" ? "completed" : "incomplete");
      return last + state(`response.${status}`, { status, output, ...end });
    },
    whole: (reply) =>
      JSON.stringify(responseObject(head, { ...endOf(reply), output: outputOf(head.id, reply) })),
    error: (error, asReply) =>
      asReply
        ? close("incomplete") + state("response.failed", { status: "failed", error, output })
        : write("error", { code: codeOf(error), message: error.message, param: error.param }),
  };
}
