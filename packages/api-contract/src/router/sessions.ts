import { z } from "zod";
import { clientChosenId } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const sessionsRouter = router({
  list: procedureFor("viewer").query(({ ctx }) => ctx.ports.sessions.list()),
  get: procedureFor("viewer")
    .input(z.strictObject({ sessionId: clientChosenId }))
    .query(({ ctx, input }) => ctx.ports.sessions.get(input.sessionId)),
});
