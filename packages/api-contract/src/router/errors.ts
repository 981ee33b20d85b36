import { procedureFor, router } from "./trpc.ts";

export const errorsRouter = router({
  groups: procedureFor("viewer").query(({ ctx }) => ctx.ports.errors.groups()),
});
