import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useLive } from "../live/index.ts";
import bad from "./icons/bad.svg";
import ok from "./icons/ok.svg";
import unknown from "./icons/unknown.svg";
import warn from "./icons/warn.svg";
import { navEntries } from "./nav-entries.ts";

/** Before the page's name in the browser's tab, and on its icon, so that trouble is seen from another one. */
const marks = {
  ok: { text: "", icon: ok },
  warn: { text: "▲ ", icon: warn },
  bad: { text: "■ ", icon: bad },
  unknown: { text: "? ", icon: unknown },
} as const;

export function useTitle(): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const isLoaded = useLive(({ loaded }) => loaded);
  const mark = useLive(({ connection, loaded, verdict }): keyof typeof marks => {
    if (!loaded) return "ok";
    const isKnown = connection.status === "live" || connection.status === "paused";
    // A verdict that can't tell yet, for want of requests, is no trouble.
    if (isKnown) return verdict.level === "unknown" ? "ok" : verdict.level;
    return "unknown";
  });
  useEffect(() => {
    if (isLoaded) loadIcons();
  }, [isLoaded]);
  useEffect(() => {
    const entry = navEntries.find(({ to }) => (to === "/" ? path === "/" : path.startsWith(to)));
    const { text, icon } = marks[mark];
    document.title = `${text}${entry === undefined ? "" : `${entry.label} · `}Signalbox`;
    const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (link !== null && link.getAttribute("href") !== icon) link.setAttribute("href", icon);
  }, [path, mark]);
}

/** Once the gateway is gone there is nobody left to ask for the icon that says so. */
function loadIcons(): void {
  for (const { icon } of Object.values(marks)) new Image().src = icon;
}
