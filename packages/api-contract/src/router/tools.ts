import { approveToolInput, restartServerInput, toolWindowInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const toolsRouter = router({
  list: procedureFor("viewer")
    .input(toolWindowInput)
    .query(({ ctx, input }) => ctx.ports.tools.list(input)),
  servers: procedureFor("viewer").query(({ ctx }) => ctx.ports.tools.servers(ctx.caller)),
  restartServer: procedureFor("operator")
    .input(restartServerInput)
    .mutation(({ ctx, input }) => ctx.ports.tools.restartServer(ctx.caller, input)),
  approve: procedureFor("operator")
    .input(approveToolInput)
    .mutation(({ ctx, input }) => ctx.ports.tools.approve(ctx.caller, input)),
});
