import { formatWindow, parseWindow } from "../time/time-window.ts";
import { readIds, writeIds } from "./id-list.ts";

/** What a URL may say about a view. Everything is optional, and what can't be read is left out. */

const levels = ["info", "warn", "error"] as const;
/** `in flight` is either of the first two. */
const states = ["queued", "running", "in flight", "ended"] as const;
const outcomes = ["ok", "failed", "cancelled", "interrupted"] as const;
const laneStates = ["waiting", "held", "running", "failed"] as const;
const laneSorts = ["waiters", "wait", "label"] as const;
const callMetrics = ["ttft", "latency", "gap"] as const;
const parts = ["waterfall", "conversation", "events", "raw"] as const;
const directions = ["asc", "desc"] as const;
export const settingsTabs = ["tokens", "config", "storage", "audit"] as const;

type Raw = Record<string, unknown>;
/** Every key may be left out of a link. */
type Loose<T> = { [K in keyof T]?: T[K] };

function loosely<T>(read: (raw: Raw) => T): (raw: Raw) => Loose<T> {
  return read;
}

function text(raw: Raw, key: string): string | undefined {
  const value = raw[key];
  return typeof value === "string" && value !== "" ? value.slice(0, 500) : undefined;
}

function oneOf<T extends string>(raw: Raw, key: string, options: readonly T[]): T | undefined {
  return options.find((option) => option === raw[key]);
}

/** More pinned would leave no room for the rest, and no address can hold them for ever. */
export const mostPinned = 20;
/** Of those that are selected, an address holds so many. */
export const mostSelectedTold = 50;

/** Ids with commas between, at most so many. */
function ids(raw: Raw, key: string, most: number): string | undefined {
  const value = raw[key];
  return typeof value === "string" ? writeIds(readIds(value, most)) : undefined;
}

function flag(raw: Raw, key: string): true | undefined {
  return raw[key] === "1" || raw[key] === true ? true : undefined;
}

/** A length of time, always written the same way. */
function length(raw: Raw, key: string): string | undefined {
  const ms = parseWindow(text(raw, key) ?? "");
  return ms === null ? undefined : formatWindow(ms);
}

const lastMoment = 8.64e15;

/** With its zone, without which it would be another moment for each reader. */
const isoMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A moment in epoch milliseconds, or as a log has it: `2026-11-29T03:12:07Z`. */
function moment(raw: Raw, key: string): number | undefined {
  const written = raw[key] ?? Number.NaN;
  const isIso = typeof written === "string" && isoMoment.test(written);
  const t = isIso ? Date.parse(written) : Number(written);
  return Number.isSafeInteger(t) && t > 0 && t <= lastMoment ? t : undefined;
}

/** On every page: the open request, the window and the moment it ends, and whether the view stands still. */
export const readFrameSearch = loosely((raw) => ({
  request: text(raw, "request"),
  /** The row that the cursor of the page's list is at. */
  row: text(raw, "row"),
  /** What the verdict rests on lies open. */
  evidence: flag(raw, "evidence"),
  /** Which part of the open request is shown. */
  part: oneOf(raw, "part", parts),
  window: length(raw, "window"),
  /** The past moment that everything is shown as of; none means now. */
  at: moment(raw, "at"),
  paused: flag(raw, "paused"),
  kiosk: flag(raw, "kiosk"),
  /** The Overview's first steps, though requests have come in. */
  steps: flag(raw, "steps"),
}));
export type FrameSearch = ReturnType<typeof readFrameSearch>;

/** The Requests page: filters as `requests.list` names them, order, and the ids that are pinned and selected. */
export const readRequestsSearch = loosely((raw) => ({
  state: oneOf(raw, "state", states),
  outcome: oneOf(raw, "outcome", outcomes),
  overdue: flag(raw, "overdue"),
  channel: text(raw, "channel"),
  client: text(raw, "client"),
  agent: text(raw, "agent"),
  provider: text(raw, "provider"),
  model: text(raw, "model"),
  tool: text(raw, "tool"),
  /** Those in which a call of that tool failed. */
  failedTool: text(raw, "failedTool"),
  errorKind: text(raw, "errorKind"),
  /** A group of failures, as the Errors page has them. */
  fingerprint: text(raw, "fingerprint"),
  sessionId: text(raw, "sessionId"),
  lane: text(raw, "lane"),
  text: text(raw, "text"),
  /** Model calls by how long they took: see the requests' `call-filter.ts`. */
  call: text(raw, "call"),
  sort: text(raw, "sort"),
  dir: oneOf(raw, "dir", directions),
  pinned: ids(raw, "pinned", mostPinned),
  selected: ids(raw, "selected", mostSelectedTold),
}));
export type RequestsSearch = ReturnType<typeof readRequestsSearch>;

/** The Lanes page: the length of its window, its end where it does not follow now, and which lanes in what order. */
export const readLanesSearch = loosely((raw) => ({
  span: length(raw, "span"),
  to: moment(raw, "to"),
  text: text(raw, "text"),
  state: oneOf(raw, "state", laneStates),
  sort: oneOf(raw, "sort", laneSorts),
  /** The chosen lane by its key, or a client's one-shot lanes as `client:NAME`. */
  lane: text(raw, "lane"),
}));

/** The Models page: which model's heat map, and of what. */
export const readModelsSearch = loosely((raw) => ({
  model: text(raw, "model"),
  metric: oneOf(raw, "metric", callMetrics),
}));

export const readEventsSearch = loosely((raw) => ({
  level: oneOf(raw, "level", levels),
  source: text(raw, "source"),
  text: text(raw, "text"),
  /** The list stands still: nothing that came after this moment is in it. */
  frozen: moment(raw, "frozen"),
}));
export type EventsSearch = ReturnType<typeof readEventsSearch>;

/** The Errors page: filters as `errors.groups` names them, and the order. */
export const readErrorsSearch = loosely((raw) => ({
  fingerprint: text(raw, "fingerprint"),
  errorKind: text(raw, "errorKind"),
  channel: text(raw, "channel"),
  client: text(raw, "client"),
  agent: text(raw, "agent"),
  provider: text(raw, "provider"),
  model: text(raw, "model"),
  tool: text(raw, "tool"),
  text: text(raw, "text"),
  sort: oneOf(raw, "sort", ["count", "last", "first"]),
  dir: oneOf(raw, "dir", directions),
}));
export type ErrorsSearch = ReturnType<typeof readErrorsSearch>;

export const readSessionsSearch = loosely((raw) => ({
  text: text(raw, "text"),
  client: text(raw, "client"),
  failed: flag(raw, "failed"),
}));
export type SessionsSearch = ReturnType<typeof readSessionsSearch>;

/** One session: whose it is, for two tokens may give the same name. */
export const readSessionSearch = loosely((raw) => ({ clientId: text(raw, "clientId") }));

/** The Settings: which part, and what the audit log and the config are filtered by. */
export const readSettingsSearch = loosely((raw) => ({
  tab: oneOf(raw, "tab", settingsTabs),
  who: text(raw, "who"),
  action: text(raw, "action"),
  text: text(raw, "text"),
}));
export type SettingsSearch = ReturnType<typeof readSettingsSearch>;

/** The Try page: who is asked, in which session, and the request that was sent last. */
export const readTrySearch = loosely((raw) => ({
  /** As /v1 has it: `provider/model`, an agent or an alias. */
  model: text(raw, "model"),
  sessionId: text(raw, "sessionId"),
  run: text(raw, "run"),
}));
export type TrySearch = ReturnType<typeof readTrySearch>;

/** The query string as plain text, so that an id of digits stays an id. */
export function parseSearch(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

export function stringifySearch(search: Raw): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value === true) params.set(key, "1");
    else if (typeof value === "number") params.set(key, String(value));
    else if (typeof value === "string" && value !== "") params.set(key, value);
  }
  const query = params.toString();
  return query === "" ? "" : `?${query}`;
}
