import type { RequestRow } from "@signalbox/api-contract";
import { formatCost } from "../figures/figures.ts";

/** How far a cancel reaches, in sentences, before anyone confirms it. */
export function cancelReach(rows: readonly RequestRow[]): string[] {
  const running = rows.filter((row) => row.state === "running");
  const queued = rows.filter((row) => row.state === "queued");
  const ended = rows.length - running.length - queued.length;
  const sentences: string[] = [];
  if (running.length === 1) {
    sentences.push(`1 running request stops now. What it has used stays spent${spent(running)}.`);
  } else if (running.length > 1) {
    const used = `What they have used stays spent${spent(running)}`;
    sentences.push(`${running.length} running requests stop now. ${used}.`);
  }
  if (queued.length === 1) sentences.push("1 queued request never starts.");
  else if (queued.length > 1) sentences.push(`${queued.length} queued requests never start.`);
  const clients = new Set([...running, ...queued].map((row) => row.client));
  if (clients.size > 0) sentences.push(`An error goes to ${nameSome([...clients])}.`);
  if (ended === 1) sentences.push("1 has already ended and stays as it is.");
  else if (ended > 1) sentences.push(`${ended} have already ended and stay as they are.`);
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
