import {
  heatmapInput,
  historyAtInput,
  historySeriesInput,
  marksInput,
  overviewInput,
} from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const historyRouter = router({
  /** The Overview's series over a past window. */
  overview: procedureFor("viewer")
    .input(overviewInput)
    .query(({ ctx, input }) => ctx.ports.history.overview(input)),
  /** Any metric over any window, from memory and disk, in at most so many steps. */
  series: procedureFor("viewer")
    .input(historySeriesInput)
    .query(({ ctx, input }) => ctx.ports.history.series(input)),
  /** A model's calls by time and by how long they took. */
  heatmap: procedureFor("viewer")
    .input(heatmapInput)
    .query(({ ctx, input }) => ctx.ports.history.heatmap(input)),
  /** Starts, changes of the config and stalls: what charts mark. */
  marks: procedureFor("viewer")
    .input(marksInput)
    .query(({ ctx, input }) => ctx.ports.history.marks(input)),
  /** Everything as it was at a moment, the requests in flight then included. */
  at: procedureFor("viewer")
    .input(historyAtInput)
    .query(({ ctx, input }) => ctx.ports.history.at(input.t)),
});
