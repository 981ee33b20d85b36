import type { LinkProps } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { ErrorFigure } from "../errors/error-figure.tsx";
import type { LiveState } from "../live/index.ts";
import type { NavFigure } from "./nav-figure.tsx";

export interface NavEntry {
  readonly to: NonNullable<LinkProps["to"]>;
  readonly label: string;
  /** Pressed after `g`. */
  readonly key: string;
  readonly group: "" | "Upstream" | "Operate";
  readonly figure?: (state: LiveState) => NavFigure | null;
  /** Draws it where it has to be asked for. */
  readonly AskedFigure?: ComponentType;
}

const healthTones = { ok: "ok", warn: "warn", error: "bad" } as const;

/** The pages there are. One entry puts a page in the nav, the palette and the keyboard map. */
export const navEntries: readonly NavEntry[] = [
  { to: "/", label: "Overview", key: "o", group: "" },
  {
    to: "/requests",
    label: "Requests",
    key: "r",
    group: "",
    figure: ({ metrics }) => ({ text: String(metrics.activeRequests) }),
  },
  { to: "/lanes", label: "Lanes", key: "l", group: "" },
  {
    to: "/sessions",
    label: "Sessions",
    key: "s",
    group: "",
    figure: ({ health }) => (health.sessions === 0 ? null : { text: String(health.sessions) }),
  },
  {
    to: "/models",
    label: "Models",
    key: "m",
    group: "Upstream",
    figure: ({ models }) => {
      const troubled = models.filter(({ state }) => state !== "ok" && state !== "unknown").length;
      return troubled === 0
        ? { text: String(models.length) }
        : { text: `${troubled} ▲`, tone: "bad" };
    },
  },
  { to: "/tools", label: "Tools", key: "t", group: "Upstream" },
  { to: "/channels", label: "Channels", key: "c", group: "Upstream" },
  { to: "/errors", label: "Errors", key: "x", group: "Operate", AskedFigure: ErrorFigure },
  {
    to: "/events",
    label: "Events",
    key: "e",
    group: "Operate",
    figure: ({ events }) => (events.length === 0 ? null : { text: String(events.length) }),
  },
  {
    to: "/gateway",
    label: "Health",
    key: "h",
    group: "Operate",
    figure: ({ health: { status, components } }) =>
      components.length === 0 ? null : { text: status, tone: healthTones[status] },
  },
  { to: "/try", label: "Try", key: "y", group: "Operate" },
  { to: "/settings", label: "Settings", key: ",", group: "Operate" },
];
