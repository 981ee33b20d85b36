import {
  laneClearInput,
  laneHoldInput,
  laneListInput,
  laneResumeInput,
  laneSpansInput,
} from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const lanesRouter = router({
  list: procedureFor("viewer")
    .input(laneListInput)
    .query(({ ctx, input }) => ctx.ports.lanes.list(input)),
  /** What was in them over a window, for a picture of it. */
  spans: procedureFor("viewer")
    .input(laneSpansInput)
    .query(({ ctx, input }) => ctx.ports.lanes.spans(input)),
  pause: procedureFor("operator")
    .input(laneHoldInput)
    .mutation(({ ctx, input }) => ctx.ports.lanes.pause(ctx.caller, input)),
  drain: procedureFor("operator")
    .input(laneHoldInput)
    .mutation(({ ctx, input }) => ctx.ports.lanes.drain(ctx.caller, input)),
  resume: procedureFor("operator")
    .input(laneResumeInput)
    .mutation(({ ctx, input }) => ctx.ports.lanes.resume(ctx.caller, input)),
  clear: procedureFor("operator")
    .input(laneClearInput)
    .mutation(({ ctx, input }) => ctx.ports.lanes.clear(ctx.caller, input)),
});
