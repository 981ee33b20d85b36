import { modelWindowInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const modelsRouter = router({
  list: procedureFor("viewer")
    .input(modelWindowInput)
    .query(({ ctx, input }) => ctx.ports.models.list(input.windowMs)),
});
