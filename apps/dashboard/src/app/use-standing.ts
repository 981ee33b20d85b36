import { useShown } from "../live/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { pastStandingOf, standingOf, type Standing } from "./standing.ts";

/**
 * What the top of the page says, of now or of the moment that is shown. Names and reasons in it come from
 * outside, so that it is text that can be seen.
 */
export function useStanding(now: number): Standing {
  const verdict = useShown((state) => state.verdict);
  const connection = useShown((state) => state.connection);
  const isLoaded = useShown((state) => state.loaded);
  const past = useShown((state) => state.past);
  const standing =
    past === null
      ? standingOf(verdict, connection, isLoaded, now)
      : pastStandingOf(verdict, past, isLoaded);
  const { headline, detail } = standing;
  return { ...standing, headline: visibleText(headline), detail: visibleText(detail) };
}
