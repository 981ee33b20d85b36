import { z } from "zod";
import { clientChosenId, sessionListInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const sessionsRouter = router({
  list: procedureFor("viewer")
    .input(sessionListInput)
    .query(({ ctx, input }) => ctx.ports.sessions.list(input)),
  get: procedureFor("viewer")
    .input(z.strictObject({ sessionId: clientChosenId }))
    .query(({ ctx, input }) => ctx.ports.sessions.get(input.sessionId)),
});
