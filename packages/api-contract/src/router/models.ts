import { modelPauseInput, modelResumeInput, modelWindowInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const modelsRouter = router({
  list: procedureFor("viewer")
    .input(modelWindowInput)
    .query(({ ctx, input }) => ctx.ports.models.list(input)),
  pause: procedureFor("operator")
    .input(modelPauseInput)
    .mutation(({ ctx, input }) => ctx.ports.models.pause(ctx.caller, input)),
  resume: procedureFor("operator")
    .input(modelResumeInput)
    .mutation(({ ctx, input }) => ctx.ports.models.resume(ctx.caller, input)),
});
