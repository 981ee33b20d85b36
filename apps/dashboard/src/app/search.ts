import { formatWindow, parseWindow } from "../time/time-window.ts";

/** What a URL may say about a view. Everything is optional, and what can't be read is left out. */

const levels = ["info", "warn", "error"] as const;
const states = ["queued", "running", "ended"] as const;
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

function text(raw: Raw, key: string): string | undefined {
  const value = raw[key];
  return typeof value === "string" && value !== "" ? value.slice(0, 500) : undefined;
}

function oneOf<T extends string>(raw: Raw, key: string, options: readonly T[]): T | undefined {
  return options.find((option) => option === raw[key]);
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

/** A moment in epoch milliseconds. */
function moment(raw: Raw, key: string): number | undefined {
  const t = Number(raw[key] ?? Number.NaN);
  return Number.isSafeInteger(t) && t > 0 && t <= lastMoment ? t : undefined;
}

/** On every page: the open request, the window and the moment it ends, and whether the view stands still. */
export function readFrameSearch(raw: Raw): FrameSearch {
  return frameSearch(raw);
}

export type FrameSearch = Loose<ReturnType<typeof frameSearch>>;

function frameSearch(raw: Raw) {
  return {
    request: text(raw, "request"),
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
  };
}

/** The Requests page: filters as `requests.list` names them, order, and pinned ids with commas between. */
export function readRequestsSearch(raw: Raw): RequestsSearch {
  return requestsSearch(raw);
}

export type RequestsSearch = Loose<ReturnType<typeof requestsSearch>>;

function requestsSearch(raw: Raw) {
  return {
    state: oneOf(raw, "state", states),
    outcome: oneOf(raw, "outcome", outcomes),
    overdue: flag(raw, "overdue"),
    channel: text(raw, "channel"),
    client: text(raw, "client"),
    agent: text(raw, "agent"),
    provider: text(raw, "provider"),
    model: text(raw, "model"),
    tool: text(raw, "tool"),
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
    pinned: text(raw, "pinned"),
  };
}

/** The Lanes page: the length of its window, its end where it does not follow now, and which lanes in what order. */
export function readLanesSearch(raw: Raw): LanesSearch {
  return lanesSearch(raw);
}

export type LanesSearch = Loose<ReturnType<typeof lanesSearch>>;

function lanesSearch(raw: Raw) {
  return {
    span: length(raw, "span"),
    to: moment(raw, "to"),
    text: text(raw, "text"),
    state: oneOf(raw, "state", laneStates),
    sort: oneOf(raw, "sort", laneSorts),
  };
}
/** The Models page: which model's heat map, and of what. */
export function readModelsSearch(raw: Raw): ModelsSearch {
  return { model: text(raw, "model"), metric: oneOf(raw, "metric", callMetrics) };
}

export type ModelsSearch = Loose<{
  model: string | undefined;
  metric: (typeof callMetrics)[number] | undefined;
}>;

export function readEventsSearch(raw: Raw): EventsSearch {
  return eventsSearch(raw);
}

export type EventsSearch = Loose<ReturnType<typeof eventsSearch>>;

function eventsSearch(raw: Raw) {
  return {
    level: oneOf(raw, "level", levels),
    source: text(raw, "source"),
    text: text(raw, "text"),
  };
}

/** The Errors page: filters as `errors.groups` names them, and the order. */
export function readErrorsSearch(raw: Raw): ErrorsSearch {
  return errorsSearch(raw);
}

export type ErrorsSearch = Loose<ReturnType<typeof errorsSearch>>;

function errorsSearch(raw: Raw) {
  return {
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
  };
}

export function readSessionsSearch(raw: Raw): SessionsSearch {
  return sessionsSearch(raw);
}

export type SessionsSearch = Loose<ReturnType<typeof sessionsSearch>>;

function sessionsSearch(raw: Raw) {
  return {
    text: text(raw, "text"),
    client: text(raw, "client"),
    failed: flag(raw, "failed"),
  };
}

/** One session: whose it is, for two tokens may give the same name. */
export function readSessionSearch(raw: Raw): { readonly clientId?: string | undefined } {
  return { clientId: text(raw, "clientId") };
}

/** The Settings: which part, and what the audit log and the config are filtered by. */
export function readSettingsSearch(raw: Raw): SettingsSearch {
  return settingsSearch(raw);
}

export type SettingsSearch = Loose<ReturnType<typeof settingsSearch>>;

function settingsSearch(raw: Raw) {
  return {
    tab: oneOf(raw, "tab", settingsTabs),
    who: text(raw, "who"),
    action: text(raw, "action"),
    text: text(raw, "text"),
  };
}

/** The Try page: who is asked, in which session, and the request that was sent last. */
export function readTrySearch(raw: Raw): TrySearch {
  return trySearch(raw);
}

export type TrySearch = Loose<ReturnType<typeof trySearch>>;

function trySearch(raw: Raw) {
  return {
    /** As /v1 has it: `provider/model`, an agent or an alias. */
    model: text(raw, "model"),
    sessionId: text(raw, "sessionId"),
    run: text(raw, "run"),
  };
}

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
