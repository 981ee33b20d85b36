import { requestIdInput, requestListInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const requestsRouter = router({
  list: procedureFor("viewer")
    .input(requestListInput)
    .query(({ ctx, input }) => ctx.ports.requests.list(input)),
  get: procedureFor("viewer")
    .input(requestIdInput)
    .query(({ ctx, input }) => ctx.ports.requests.get(input.requestId)),
});
