import { sessionGetInput, sessionListInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const sessionsRouter = router({
  list: procedureFor("viewer")
    .input(sessionListInput)
    .query(({ ctx, input }) => ctx.ports.sessions.list(input)),
  get: procedureFor("viewer")
    .input(sessionGetInput)
    .query(({ ctx, input }) => ctx.ports.sessions.get(input)),
});
