import { errorCountInput, errorGroupsInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const errorsRouter = router({
  groups: procedureFor("viewer")
    .input(errorGroupsInput)
    .query(({ ctx, input }) => ctx.ports.errors.groups(input)),
  count: procedureFor("viewer")
    .input(errorCountInput)
    .query(({ ctx, input }) => ctx.ports.errors.count(input)),
});
