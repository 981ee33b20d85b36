import type { ChannelRow, ClientRow, RefusalRow } from "@signalbox/api-contract";
import { useMemo } from "react";
import { useHeldRows } from "../rows/use-held-rows.ts";
import { channelFilter, channelKey, channelRowId } from "./channel-table.tsx";
import { clientKey, clientRowId } from "./client-table.tsx";
import { refusalKey, refusalRowId } from "./refusal-table.tsx";
import type { TrafficFilter } from "./traffic-cells.tsx";
import { worstChannelsFirst, worstClientsFirst } from "./traffic-order.ts";
import { useChannels, useClients, useRefusals } from "./use-channels.ts";

/** A row of one of the page's lists, for the keys that go through all of them. */
export interface ChannelsLine {
  readonly id: string;
  /** What its requests are found by; null where nobody knows whose they would be. */
  readonly filter: TrafficFilter | null;
}

/** The lists of the page, each in the order it is shown in, and all of their rows one after the other. */
export function useChannelLists() {
  const channels = useChannelList();
  const clients = useClientList();
  const refusals = useRefusalList();
  const lines: readonly ChannelsLine[] = [
    ...channels.rows.map((row) => ({ id: channelRowId(row), filter: channelFilter(row) })),
    ...clients.rows.map((row) => ({ id: clientRowId(row), filter: { client: row.name } })),
    ...refusals.rows.map((row) => ({
      id: refusalRowId(row),
      filter: row.client === null ? null : { client: row.client },
    })),
  ];
  return { channels, clients, refusals, lines };
}

export type ChannelLists = ReturnType<typeof useChannelLists>;

function useChannelList() {
  const { data, error } = useChannels();
  const sorted = useMemo(() => worstChannelsFirst(data ?? noChannels), [data]);
  return { isLoaded: data !== undefined, error, ...useHeldRows(sorted, channelKey) };
}

function useClientList() {
  const { data, error } = useClients();
  const sorted = useMemo(() => worstClientsFirst(data ?? noClients), [data]);
  return { isLoaded: data !== undefined, error, ...useHeldRows(sorted, clientKey) };
}

function useRefusalList() {
  const { data, error } = useRefusals();
  const held = useHeldRows(data?.rows ?? noRefusals, refusalKey);
  return { isLoaded: data !== undefined, error, knownFrom: data?.knownFrom ?? 0, ...held };
}

const noChannels: readonly ChannelRow[] = [];
const noClients: readonly ClientRow[] = [];
const noRefusals: readonly RefusalRow[] = [];
