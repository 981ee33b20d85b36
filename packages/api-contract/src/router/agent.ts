import { cancelInput, startInput, watchInput } from "../schema/index.ts";
import { procedureFor, router, streamOptions, toTracked } from "./trpc.ts";

export const agentRouter = router({
  start: procedureFor("work")
    .input(startInput)
    .mutation(({ ctx, input }) => ctx.ports.agent.start(ctx.caller, input)),
  send: procedureFor("work")
    .input(startInput)
    .mutation(({ ctx, input, signal }) =>
      ctx.ports.agent.send(ctx.caller, input, signal ?? new AbortController().signal),
    ),
  stream: procedureFor("work")
    .input(watchInput)
    .subscription(({ ctx, input, signal }) =>
      toTracked(ctx.ports.agent.watch(ctx.caller, input.requestId, streamOptions(input, signal))),
    ),
  cancel: procedureFor("work")
    .input(cancelInput)
    .mutation(({ ctx, input }) => ctx.ports.agent.cancel(ctx.caller, input)),
});
