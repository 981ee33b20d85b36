import { procedureFor, router } from "./trpc.ts";

export const lanesRouter = router({
  list: procedureFor("viewer").query(({ ctx }) => ctx.ports.lanes.list()),
});
