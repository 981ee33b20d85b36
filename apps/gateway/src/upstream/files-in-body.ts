import { asObject, asString, type JsonObject } from "./json.ts";

/** Files that stand in a body in base64, and how many of its characters they take. */
export interface FilesInBody {
  readonly files: number;
  readonly characters: number;
}

/** What a tool was called with is text to a model, whatever it looks like; what tools there are, too. */
const textOnly: ReadonlySet<string> = new Set(["tool_use", "function_call", "custom_tool_call"]);
const textMembers: ReadonlySet<string> = new Set(["tools", "tool_calls", "metadata"]);

/**
 * The files of a request in the form of any face. Only what stands where a provider looks for a file is
 * one: a long word in a text is billed as the text that it is.
 */
export function filesIn(body: JsonObject | null): FilesInBody {
  let files = 0;
  let characters = 0;
  const left: unknown[] = [body];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (Array.isArray(value)) {
      for (const item of value) left.push(item ?? null);
      continue;
    }
    const part = asObject(value);
    if (part === null || textOnly.has(asString(part["type"]) ?? "")) continue;
    const file = fileOf(part);
    if (file !== null) {
      files += 1;
      characters += file.length;
      continue;
    }
    for (const [key, member] of Object.entries(part)) {
      if (!textMembers.has(key) && typeof member === "object") left.push(member);
    }
  }
  return { files, characters };
}

/** The bytes of a part that is a file; null where it is none, or only names where one is. */
function fileOf(part: JsonObject): string | null {
  switch (part["type"]) {
    case "image_url":
      return dataUrl(asObject(part["image_url"])?.["url"]);
    case "input_image":
      return dataUrl(part["image_url"]);
    case "file":
      return asString(asObject(part["file"])?.["file_data"]);
    case "input_file":
      return asString(part["file_data"]);
    case "input_audio":
      return asString(asObject(part["input_audio"])?.["data"]);
    case "image":
    case "document":
      return base64Source(asObject(part["source"]));
    default:
      return null;
  }
}

function dataUrl(value: unknown): string | null {
  const url = asString(value);
  return url?.startsWith("data:") === true ? url : null;
}

/** A document may be plain text too, which is billed as such. */
function base64Source(source: JsonObject | null): string | null {
  return source?.["type"] === "base64" ? asString(source["data"]) : null;
}
