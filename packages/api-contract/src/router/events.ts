import { eventsInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const eventsRouter = router({
  /** As `system.events`, page by page. */
  list: procedureFor("viewer")
    .input(eventsInput)
    .query(({ ctx, input }) => ctx.ports.events.list(input)),
});
