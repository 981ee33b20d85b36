import { once } from "node:events";
import { connect } from "node:net";

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/**
 * Sends bytes that no well-behaved client would, and reads the answer until its sender is done.
 * `text` has to ask for `connection: close`.
 */
export async function sendRaw(url: string, text: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.write(text);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // A server that refuses what is still coming may reset the connection after its answer.
  socket.on("error", () => {});
  if (!socket.closed) await once(socket, "close");
  const answer = Buffer.concat(chunks).toString("utf8");
  const end = answer.indexOf("\r\n\r\n");
  const head = answer.slice(0, end);
  return { status: Number(head.split(" ")[1]), head, body: answer.slice(end + 4) };
}

/** A request as text, with these headers and no others. */
export function rawRequest(
  line: string,
  headers: Readonly<Record<string, string>>,
  body = "",
): string {
  const all = {
    connection: "close",
    "content-length": String(Buffer.byteLength(body)),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${line} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
}
