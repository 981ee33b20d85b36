import type { RequestRow } from "@signalbox/api-contract";
import { formatCost } from "./figures.ts";

/** How far a cancel reaches, in sentences, before anyone confirms it. */
export function cancelReach(rows: readonly RequestRow[]): string[] {
  const running = rows.filter((row) => row.state === "running");
  const queued = rows.filter((row) => row.state === "queued");
  const ended = rows.length - running.length - queued.length;
  const sentences: string[] = [];
  if (running.length > 0) {
    const those =
      running.length === 1 ? "1 running request stops" : `${running.length} running requests stop`;
    sentences.push(`${those} now. What they have used stays spent${spent(running)}.`);
  }
  if (queued.length > 0) {
    const those =
      queued.length === 1
        ? "1 queued request never starts"
        : `${queued.length} queued requests never start`;
    sentences.push(`${those}.`);
  }
  const clients = new Set([...running, ...queued].map((row) => row.client));
  if (clients.size > 0) sentences.push(`An error goes to ${nameSome([...clients])}.`);
  if (ended > 0)
    sentences.push(
      `${ended} already ended and stay${ended === 1 ? "s" : ""} as ${ended === 1 ? "it is" : "they are"}.`,
    );
  return sentences;
}

function spent(rows: readonly RequestRow[]): string {
  const priced = rows.flatMap((row) => row.costUsd ?? []);
  if (priced.length === 0) return "";
  const atLeast = priced.length < rows.length ? "at least " : "";
  return `: ${atLeast}${formatCost(priced.reduce((sum, cost) => sum + cost, 0))} so far`;
}

function nameSome(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more clients` : shown;
}
