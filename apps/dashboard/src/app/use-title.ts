import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useLive } from "../live/index.ts";
import { navEntries } from "./nav-entries.ts";

/** Before the page's name in the browser's tab, so that trouble is seen from another one. */
const marks = { ok: "", warn: "▲ ", bad: "■ ", unknown: "? " } as const;

export function useTitle(): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const mark = useLive(({ connection, loaded, verdict }) => {
    if (!loaded) return "";
    const isKnown = connection.status === "live" || connection.status === "paused";
    return marks[isKnown ? verdict.level : "unknown"];
  });
  useEffect(() => {
    const entry = navEntries.find(({ to }) => (to === "/" ? path === "/" : path.startsWith(to)));
    document.title = `${mark}${entry === undefined ? "" : `${entry.label} · `}Signalbox`;
  }, [path, mark]);
}
