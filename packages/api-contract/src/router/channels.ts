import { procedureFor, router } from "./trpc.ts";

export const channelsRouter = router({
  list: procedureFor("viewer").query(({ ctx }) => ctx.ports.channels.list()),
});
