/** What may be spent, by request, by session and by token and day. */
export { Budgets } from "./budgets.ts";
export type { BudgetGuard } from "./budgets.ts";
export type { PlannedCall } from "./planned-call.ts";
export { Ledger } from "./ledger.ts";
export { Tallies } from "./tallies.ts";
