import { channelWindowInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const channelsRouter = router({
  list: procedureFor("viewer")
    .input(channelWindowInput)
    .query(({ ctx, input }) => ctx.ports.channels.list(input)),
  clients: procedureFor("viewer")
    .input(channelWindowInput)
    .query(({ ctx, input }) => ctx.ports.channels.clients(input)),
  refusals: procedureFor("viewer")
    .input(channelWindowInput)
    .query(({ ctx, input }) => ctx.ports.channels.refusals(input)),
});
