/** An operator's word that a provider, or one of its models, is not called until then. */
export interface Pause {
  /** Epoch milliseconds; null for not before somebody resumes it. */
  readonly until: number | null;
  readonly reason: string | null;
  readonly by: string;
  readonly since: number;
}

export function isOver({ until }: Pause, now: number): boolean {
  return until !== null && until <= now;
}
