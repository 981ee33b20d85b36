import { invalid, isObject, refuseLong, type JsonObject } from "./json-body.ts";

/** Part of a message as an agent's model is given it. */
export type AskPart =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "file";
      readonly mediaType: string;
      readonly data: { readonly type: "data"; readonly data: string };
    };

/** Of one message: more is dear to make a prompt of, and nobody writes it. */
const maxParts = 1_000;

/** What has no meaning without the client's own tools, or only for the model that thought it. */
const leftOut = new Set(["tool_use", "thinking", "redacted_thinking", "reasoning"]);

/** Content of any wire: a text, or parts. Throws `invalid` for a part that an agent can't take. */
export function readParts(content: unknown): AskPart[] {
  if (typeof content === "string") return content === "" ? [] : [text(content)];
  if (!Array.isArray(content)) return [];
  refuseLong(content, "content", maxParts);
  return content.flatMap((part: unknown) => (isObject(part) ? readPart(part) : []));
}

function readPart(part: JsonObject): AskPart[] {
  const type = String(part["type"]);
  if (typeof part["text"] === "string") return readParts(part["text"]);
  if (typeof part["refusal"] === "string") return readParts(part["refusal"]);
  if (type === "tool_result") return readParts(part["content"]);
  if (type === "image_url" || type === "input_image") return [imageOfUrl(part["image_url"])];
  if (type === "image") return [imageOfSource(part["source"])];
  if (leftOut.has(type)) return [];
  throw invalid(
    `An agent takes text and images, and can't read a part of the type ${type.slice(0, 40)}.`,
  );
}

function text(value: string): AskPart {
  return { type: "text", text: value };
}

function imageOfUrl(written: unknown): AskPart {
  const url = isObject(written) ? written["url"] : written;
  const match = typeof url === "string" ? /^data:(image\/[\w.+-]+);base64,/.exec(url) : null;
  if (match === null || typeof url !== "string") throw noAddress();
  return image(match[1], url.slice(match[0].length));
}

function imageOfSource(source: unknown): AskPart {
  if (!isObject(source) || source["type"] !== "base64") throw noAddress();
  return image(source["media_type"], source["data"]);
}

function image(mediaType: unknown, data: unknown): AskPart {
  if (typeof mediaType !== "string" || typeof data !== "string") throw noAddress();
  return { type: "file", mediaType, data: { type: "data", data } };
}

/** Fetching what a client names would let it reach whatever the gateway can reach. */
function noAddress(): Error {
  return invalid(
    "An agent takes an image only with its bytes in it: as a data: URL, or as base64.",
  );
}
