import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useLive } from "../live/index.ts";
import { navEntries } from "./nav-entries.ts";

/** Before the page's name in the browser's tab, and on its icon, so that trouble is seen from another one. */
const marks = {
  ok: { text: "", icon: "/favicon.svg" },
  warn: { text: "▲ ", icon: "/favicon-warn.svg" },
  bad: { text: "■ ", icon: "/favicon-bad.svg" },
  unknown: { text: "? ", icon: "/favicon-unknown.svg" },
} as const;

export function useTitle(): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const mark = useLive(({ connection, loaded, verdict }): keyof typeof marks => {
    if (!loaded) return "ok";
    const isKnown = connection.status === "live" || connection.status === "paused";
    // A verdict that can't tell yet, for want of requests, is no trouble.
    if (isKnown) return verdict.level === "unknown" ? "ok" : verdict.level;
    return "unknown";
  });
  useEffect(() => {
    const entry = navEntries.find(({ to }) => (to === "/" ? path === "/" : path.startsWith(to)));
    const { text, icon } = marks[mark];
    document.title = `${text}${entry === undefined ? "" : `${entry.label} · `}Signalbox`;
    const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (link !== null && link.getAttribute("href") !== icon) link.setAttribute("href", icon);
  }, [path, mark]);
}
