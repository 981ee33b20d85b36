import type { IncomingMessage, ServerResponse } from "node:http";
import { sessionCookieName, type Auth, type Refusal } from "../auth/index.ts";
import { StateError } from "../state/index.ts";
import { checkOrigin, type AllowedAuthorities } from "./guard.ts";
import { apiHeaders, setHeaders } from "./security-headers.ts";
import { readGrant } from "./session-body.ts";

export interface SessionHandlerOptions {
  readonly auth: Pick<Auth, "startSession" | "endSession">;
  /** What the server is bound to; asked at each request, for a port may be known late. */
  readonly bound: () => {
    readonly port: number;
    readonly tls: boolean;
    readonly behindProxy: boolean;
    readonly allowed: AllowedAuthorities;
  };
  /** Where a request came from. */
  readonly address: (req: IncomingMessage) => string;
  readonly now: () => number;
}

/**
 * `POST /session` trades a token or a login code for a cookie; `DELETE /session` ends the session.
 * The Host header was checked before.
 */
export function createSessionHandler(
  options: SessionHandlerOptions,
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  const { auth, bound, address, now } = options;

  function cookie(req: IncomingMessage, value: string, maxAgeSeconds: number): string {
    const { port, tls, behindProxy } = bound();
    // Behind a proxy only the browser knows that it speaks TLS, and says so in its origin.
    const secure = tls || (behindProxy && req.headers.origin?.startsWith("https:") === true);
    const name = sessionCookieName({ port, tls: secure });
    const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
    return `${name}=${value}; ${attributes}${secure ? "; Secure" : ""}`;
  }

  async function start(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const grant = await readGrant(req);
    if ("status" in grant) return sendError(res, grant.status, grant.message);
    const session = await auth.startSession(grant, address(req));
    if (session.kind === "refused") return sendRefusal(res, session);
    const seconds = Math.floor((session.expiresAt - now()) / 1000);
    res.setHeader("set-cookie", cookie(req, session.cookieValue, Math.max(seconds, 0)));
    res.writeHead(204).end();
  }

  async function end(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.headers.cookie !== undefined) await auth.endSession(req.headers.cookie);
    res.setHeader("set-cookie", cookie(req, "", 0));
    res.writeHead(204).end();
  }

  return async (req, res) => {
    setHeaders(res, apiHeaders);
    if (req.method !== "POST" && req.method !== "DELETE") {
      res.setHeader("allow", "POST, DELETE");
      return sendError(res, 405, "Here a session is made with POST and ended with DELETE.");
    }
    const secFetchSite = oneOf(req.headers["sec-fetch-site"]);
    const origin = checkOrigin(
      {
        origin: req.headers.origin,
        secFetchSite,
        method: req.method,
        // Signing in brings no cookie yet: a program may do it, and a browser from our own page alone.
        viaCookie: req.method === "DELETE" || secFetchSite !== undefined,
        ownHeader: oneOf(req.headers["x-signalbox-request"]),
      },
      bound().allowed,
    );
    if (!origin.ok) return sendError(res, origin.status, origin.message);
    try {
      await (req.method === "POST" ? start(req, res) : end(req, res));
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      sendError(res, 503, error.message);
    }
  };
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function sendRefusal(res: ServerResponse, { code, message, retryAfterMs }: Refusal): void {
  if (retryAfterMs !== undefined) res.setHeader("retry-after", Math.ceil(retryAfterMs / 1000));
  sendError(res, code === "locked_out" ? 429 : 401, message);
}

function sendError(res: ServerResponse, status: number, message: string): void {
  // What was not read of a refused body is not waited for.
  if (status === 413) res.setHeader("connection", "close");
  res.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  res.end(JSON.stringify({ error: { message } }));
}
