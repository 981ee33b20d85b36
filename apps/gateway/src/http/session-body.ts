import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { SessionGrant } from "../auth/index.ts";

const maxBytes = 4_096;

const grant = z.union([
  z.strictObject({ token: z.string().min(1) }),
  z.strictObject({ code: z.string().min(1) }),
]);

/** Reads what a browser offers for a session, or what to answer where that can't be read. */
export async function readGrant(
  req: IncomingMessage,
): Promise<SessionGrant | { readonly status: 400 | 413; readonly message: string }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    // A request without an encoding yields nothing but bytes.
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBytes) return { status: 413, message: `The body is over ${maxBytes} bytes.` };
    chunks.push(bytes);
  }
  const parsed = grant.safeParse(parseJson(Buffer.concat(chunks).toString("utf8")));
  if (parsed.success) return parsed.data;
  return { status: 400, message: 'The body has to be {"token": "…"} or {"code": "…"}.' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
