import { procedureFor, router } from "./trpc.ts";

export const toolsRouter = router({
  list: procedureFor("viewer").query(({ ctx }) => ctx.ports.tools.list()),
});
