import { routeOf } from "../upstream/index.ts";
import type { Face } from "./face.ts";
import { chatFace } from "./openai/chat/chat-face.ts";

/** Every face by its path. One is added here. */
export const faces: ReadonlyMap<string, Face> = new Map(
  [chatFace].map((face): [string, Face] => [routeOf[face.wire], face]),
);
