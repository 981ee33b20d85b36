import { createTokenInput, revokeTokenInput } from "../schema/index.ts";
import { procedureFor, router } from "./trpc.ts";

export const authRouter = router({
  whoami: procedureFor("anyone").query(({ ctx: { caller } }) => ({
    id: caller.tokenId,
    name: caller.name,
    role: caller.role,
  })),
  createToken: procedureFor("admin")
    .input(createTokenInput)
    .mutation(({ ctx, input }) => ctx.ports.auth.createToken(ctx.caller, input)),
  listTokens: procedureFor("admin").query(({ ctx }) => ctx.ports.auth.listTokens()),
  revokeToken: procedureFor("admin")
    .input(revokeTokenInput)
    .mutation(({ ctx, input }) => ctx.ports.auth.revokeToken(ctx.caller, input)),
});
