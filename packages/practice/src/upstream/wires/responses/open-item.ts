import type { WholeCall } from "../../reply/reply.ts";
import type { ItemStatus } from "./response-object.ts";
import { callItem, messageItem, textPart } from "./response-object.ts";

/** Writes one event: its type and fields; the number is put on by who counts. */
export type WriteEvent = (type: string, fields: object) => string;

/** An item of a response that is being streamed. */
export interface OpenItem {
  readonly kind: "message" | "function_call";
  /** The events that begin it. */
  begin(): string;
  /** The event for one more piece of it. */
  add(text: string): string;
  /** The events that end it, and the item as it is then. */
  end(status: ItemStatus): { readonly events: string; readonly item: object };
}

/** Where an item stands. */
export interface ItemPlace {
  readonly replyId: string;
  readonly outputIndex: number;
  readonly write: WriteEvent;
}

/** A message that grows word by word. */
export function openMessage({ replyId, outputIndex, write }: ItemPlace): OpenItem {
  const started = messageItem(replyId, undefined, "in_progress");
  const at = { item_id: started.id, output_index: outputIndex, content_index: 0 };
  let text = "";
  return {
    kind: "message",
    begin: () =>
      write("response.output_item.added", { output_index: outputIndex, item: started }) +
      write("response.content_part.added", { ...at, part: textPart("") }),
    add: (delta) => {
      text += delta;
      return write("response.output_text.delta", { ...at, delta, logprobs: [] });
    },
    end: (status) => {
      const item = messageItem(replyId, text, status);
      const events =
        write("response.output_text.done", { ...at, text, logprobs: [] }) +
        write("response.content_part.done", { ...at, part: textPart(text) }) +
        write("response.output_item.done", { output_index: outputIndex, item });
      return { events, item };
    },
  };
}

/** A function call whose arguments grow, the reply's nth from 0. */
export function openCall(
  { replyId, outputIndex, write }: ItemPlace,
  nth: number,
  call: Omit<WholeCall, "argumentsText">,
): OpenItem {
  const started = callItem(replyId, nth, { ...call, argumentsText: "" }, "in_progress");
  const at = { item_id: started.id, output_index: outputIndex };
  let argumentsText = "";
  return {
    kind: "function_call",
    begin: () => write("response.output_item.added", { output_index: outputIndex, item: started }),
    add: (delta) => {
      argumentsText += delta;
      return write("response.function_call_arguments.delta", { ...at, delta });
    },
    end: (status) => {
      const item = callItem(replyId, nth, { ...call, argumentsText }, status);
      const events =
        write("response.function_call_arguments.done", { ...at, arguments: argumentsText }) +
        write("response.output_item.done", { output_index: outputIndex, item });
      return { events, item };
    },
  };
}
