import { useQuery } from "@tanstack/react-query";
import { trpc } from "../api/index.ts";
import { NavFigureText } from "../app/nav-figure.tsx";
import { useShown } from "../live/index.ts";

const countedMs = 15 * 60_000;
const refreshMs = 10_000;

/** How many groups of failures were seen in the 15 minutes before what is shown; nothing where none was. */
export function ErrorFigure() {
  const at = useShown(({ past }) => past?.at ?? undefined);
  const isPaused = useShown(({ connection }) => connection.status === "paused");
  const { data } = useQuery({
    queryKey: ["errors.count", at],
    queryFn: ({ signal }) =>
      trpc.errors.count.query(
        at === undefined ? {} : { from: Math.max(0, at - countedMs), to: at },
        { signal },
      ),
    refetchInterval: at === undefined && !isPaused ? refreshMs : false,
    staleTime: at === undefined ? refreshMs : Infinity,
  });
  const groups = data?.groups ?? 0;
  return <NavFigureText figure={groups === 0 ? null : { text: String(groups), tone: "bad" }} />;
}
