import type { IncomingMessage, ServerResponse } from "node:http";
import { apiHeaders, setHeaders } from "./security-headers.ts";

export interface ProbeOptions {
  /** Made at most a second ago. */
  readonly health: () => { readonly status: number; readonly body: string };
  /** The disk is open and the gateway is not draining. */
  readonly isReady: () => boolean;
}

/** Answers the probe routes from memory, to anyone and under any Host. False where it is none of them. */
export function answerProbe(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  { health, isReady }: ProbeOptions,
): boolean {
  if (path !== "/health" && path !== "/livez" && path !== "/readyz") return false;
  setHeaders(response, apiHeaders);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" });
    response.end();
    return true;
  }
  if (path === "/health") {
    const { status, body } = health();
    send(request, response, status, "application/json", body);
  } else if (path === "/livez") {
    send(request, response, 200, "text/plain", "ok\n");
  } else {
    const ready = isReady();
    send(request, response, ready ? 200 : 503, "text/plain", ready ? "ok\n" : "not ready\n");
  }
  return true;
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
