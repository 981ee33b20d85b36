import { eventsInput, resumeInput } from "../schema/index.ts";
import { procedureFor, router, streamOptions, toTracked } from "./trpc.ts";

export const systemRouter = router({
  health: procedureFor("viewer").query(({ ctx }) => ctx.ports.system.health()),
  metrics: procedureFor("viewer").query(({ ctx }) => ctx.ports.system.metrics()),
  events: procedureFor("viewer")
    .input(eventsInput)
    .query(({ ctx, input }) => ctx.ports.system.events(input)),
  activeRequests: procedureFor("viewer").query(({ ctx }) => ctx.ports.system.activeRequests()),
  setup: procedureFor("viewer").query(({ ctx }) => ctx.ports.system.setup(ctx.caller)),
  config: procedureFor("viewer").query(({ ctx }) => ctx.ports.system.config(ctx.caller)),
  storage: procedureFor("viewer").query(({ ctx }) => ctx.ports.system.storage(ctx.caller)),
  live: procedureFor("viewer")
    .input(resumeInput)
    .subscription(({ ctx, input, signal }) =>
      toTracked(ctx.ports.system.live(streamOptions(input, signal))),
    ),
  onMetrics: procedureFor("viewer")
    .input(resumeInput)
    .subscription(({ ctx, input, signal }) =>
      toTracked(ctx.ports.system.onMetrics(streamOptions(input, signal))),
    ),
  onEvents: procedureFor("viewer")
    .input(resumeInput)
    .subscription(({ ctx, input, signal }) =>
      toTracked(ctx.ports.system.onEvents(streamOptions(input, signal))),
    ),
  onActiveRequests: procedureFor("viewer")
    .input(resumeInput)
    .subscription(({ ctx, input, signal }) =>
      toTracked(ctx.ports.system.onActiveRequests(streamOptions(input, signal))),
    ),
});
