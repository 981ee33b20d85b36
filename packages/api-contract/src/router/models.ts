import {
  modelPauseInput,
  modelPauseReachInput,
  modelResumeInput,
  modelWindowInput,
} from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const modelsRouter = router({
  list: procedureFor("viewer")
    .input(modelWindowInput)
    .query(({ ctx, input }) => ctx.ports.models.list(input)),
  /** What a pause would reach, before anybody makes one. */
  pauseReach: procedureFor("viewer")
    .input(modelPauseReachInput)
    .query(({ ctx, input }) => ctx.ports.models.pauseReach(input)),
  pause: procedureFor("operator")
    .input(modelPauseInput)
    .mutation(({ ctx, input }) => ctx.ports.models.pause(ctx.caller, input)),
  resume: procedureFor("operator")
    .input(modelResumeInput)
    .mutation(({ ctx, input }) => ctx.ports.models.resume(ctx.caller, input)),
});
