import { visibleText } from "../ui/visible-text.ts";
import { allModels, type ModelRow, type RequestRow } from "@signalbox/api-contract";
import { shortId } from "../figures/figures.ts";

export interface PaletteEntry {
  readonly id: string;
  readonly group: "Pages" | "Saved views" | "Actions" | "Models" | "Requests";
  readonly label: string;
  /** Beside the label, quieter. */
  readonly hint: string;
  readonly run: () => void;
}

/** As many requests as a list can show without scrolling far. */
const requestsShown = 12;
const modelsShown = 12;

/** Entries whose label or hint has every word of the query, in any case and order. */
export function matchEntries(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ label, hint }) => {
    const text = `${label} ${hint}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Models that a query finds by their names and their providers'; none for an empty one. */
export function modelEntries(
  models: readonly ModelRow[],
  query: string,
  open: (model: ModelRow) => void,
): PaletteEntry[] {
  if (query.trim() === "") return [];
  const entries = models
    .filter(({ model }) => model !== allModels)
    .map((row) => ({
      id: `model ${row.provider}/${row.model}`,
      group: "Models" as const,
      label: `${visibleText(row.provider)} · ${visibleText(row.model)}`,
      hint: "model",
      run: () => open(row),
    }));
  return matchEntries(entries, query).slice(0, modelsShown);
}

/** Requests that a query finds by id, session, lane, client or model; none for an empty one. */
export function requestEntries(
  rows: Iterable<RequestRow>,
  query: string,
  open: (id: string) => void,
): PaletteEntry[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return [];
  const entries: PaletteEntry[] = [];
  for (const row of rows) {
    const { id, sessionId, laneLabel, client, provider, model } = row;
    const text = [id, sessionId, laneLabel, client, provider, model].join(" ").toLowerCase();
    if (!text.includes(wanted)) continue;
    const doing = row.phaseDetail ?? row.phase ?? row.outcome ?? row.state;
    entries.push({
      id: `request ${id}`,
      group: "Requests",
      label: `${visibleText(laneLabel)} · ${visibleText(shortId(id))}`,
      hint: `${visibleText(model ?? "no model yet")} · ${visibleText(doing)}`,
      run: () => open(id),
    });
    if (entries.length === requestsShown) break;
  }
  return entries;
}
