import { auditListInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const auditRouter = router({
  list: procedureFor("admin")
    .input(auditListInput)
    .query(({ ctx, input }) => ctx.ports.audit.list(input)),
});
