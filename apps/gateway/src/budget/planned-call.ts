/** What a model call is about to be sent, and how long its answers may be. */
export interface PlannedCall {
  /** By estimate. */
  readonly inputTokens: number;
  /** Of one answer; null where nobody said. */
  readonly maxTokens: number | null;
  /** Answers to the same question, side by side. */
  readonly answers: number;
  readonly isStream: boolean;
}

/** An answer may be taken to be so long of which nobody said how long it may be. */
export const defaultOutputTokens = 4_096;

/** Many ask for far more than they get: beyond this, a call is reserved no more. */
export const maxOutputTokens = 32_768;

/** How many tokens a call's answers are taken to have before they are there. */
export function outputAllowance({ maxTokens, answers }: PlannedCall): number {
  return Math.min((maxTokens ?? defaultOutputTokens) * answers, maxOutputTokens);
}
