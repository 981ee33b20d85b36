import type { Piece, Reply } from "../../reply/reply.ts";
import { anthropicError } from "../anthropic-face.ts";
import type { Encoder, ReplyHead } from "../wire.ts";
import { contentOf, messageOf, SIGNATURE, stopOf, THOUGHT, toolUseId, usageOf } from "./message.ts";

/** Writes a message as events: blocks that are opened, filled and closed one after the other. */
export function messagesEncoder(head: ReplyHead): Encoder {
  const { prompt, usage } = head;
  const showsThought = prompt.showThought === true && usage.reasoningTokens > 0;
  let blocks = 0;
  let open: "text" | "tool_use" | undefined;

  const close = () => {
    if (open === undefined) return "";
    open = undefined;
    blocks += 1;
    return event("content_block_stop", { index: blocks - 1 });
  };
  const text = (words: string) => {
    const start = open === "text" ? "" : close() + started(blocks, TEXT_BLOCK);
    open = "text";
    return start + filled(blocks, { type: "text_delta", text: words });
  };
  const json = (fragment: string) =>
    filled(blocks, { type: "input_json_delta", partial_json: fragment });
  const toolUse = ({ id, name }: Extract<Piece, { kind: "call" }>) => {
    const before = close();
    open = "tool_use";
    const block = {
      type: "tool_use",
      id: toolUseId(id),
      name,
      input: {},
      caller: { type: "direct" },
    };
    return before + started(blocks, block) + json("");
  };
  const thought = () => {
    blocks += 1;
    return [
      started(0, { type: "thinking", thinking: "", signature: "" }),
      filled(0, { type: "thinking_delta", thinking: THOUGHT }),
      filled(0, { type: "signature_delta", signature: SIGNATURE }),
      event("content_block_stop", { index: 0 }),
    ].join("");
  };

  return {
    head: () =>
      event("message_start", { message: messageOf(head) }) +
      event("ping", {}) +
      (showsThought ? thought() : ""),
    piece: (piece) => {
      if (piece.kind === "call") return toolUse(piece);
      return piece.kind === "text" ? text(piece.text) : json(piece.text);
    },
    // Amid a call it goes where the call stands: a block cannot be left and entered again.
    aside: (words) => (open === "tool_use" ? json(words) : text(words)),
    halfEvent: () =>
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"text":"half a\n\n',
    tail: (reply) =>
      close() +
      event("message_delta", {
        delta: { container: null, ...stopOf(reply) },
        usage: usageOf(reply.usage),
      }) +
      event("message_stop", {}),
    whole: (reply: Reply) =>
      JSON.stringify(messageOf(head, { content: contentOf(reply, showsThought), reply })),
    error: (error) => `event: error\ndata: ${JSON.stringify(anthropicError(error))}\n\n`,
  };
}

const TEXT_BLOCK = { type: "text", text: "", citations: null };

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function started(index: number, block: object): string {
  return event("content_block_start", { index, content_block: block });
}

function filled(index: number, delta: object): string {
  return event("content_block_delta", { index, delta });
}
