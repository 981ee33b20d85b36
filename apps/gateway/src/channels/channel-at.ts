import { faces } from "./faces.ts";

/** Where what is turned away before its channel saw it was on its way to; `http` where to none. */
export function channelAt(path: string): string {
  const face = faces.get(path);
  if (face !== undefined) return face.dialect.channel;
  if (path.startsWith("/v1/")) return "openai";
  if (path.startsWith("/trpc/")) return "trpc";
  return path.startsWith("/webhooks/") ? "webhook" : "http";
}
