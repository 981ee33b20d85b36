import { historySeriesInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const historyRouter = router({
  /** The Overview's series over a past window. */
  overview: procedureFor("viewer")
    .input(historySeriesInput)
    .query(({ ctx, input }) => ctx.ports.history.overview(input)),
});
