import { useShown } from "../live/index.ts";
import { pastStandingOf, standingOf, type Standing } from "./standing.ts";

/** What the top of the page says, of now or of the moment that is shown. */
export function useStanding(now: number): Standing {
  const verdict = useShown((state) => state.verdict);
  const connection = useShown((state) => state.connection);
  const isLoaded = useShown((state) => state.loaded);
  const past = useShown((state) => state.past);
  return past === null
    ? standingOf(verdict, connection, isLoaded, now)
    : pastStandingOf(verdict, past, isLoaded);
}
