import { escapeRaw } from "@signalbox/api-contract";

/** A record as one line of JSON, which reads back as exactly what it was. */
export function jsonLine(type: string, record: object): string {
  // Inside a JSON string an escape is the same character; outside of one none of these is ever written.
  return `${escapeRaw(JSON.stringify({ type, ...record }))}\n`;
}
