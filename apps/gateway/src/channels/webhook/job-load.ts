import { ContractError } from "@signalbox/api-contract";

const retryAfterMs = 30_000;

/** How much the jobs that are not over hold together, and how much they may. */
export class JobLoad {
  readonly #maxJobs: number;
  readonly #maxSize: number;
  #jobs = 0;
  #size = 0;

  constructor(bounds: { readonly maxJobs: number; readonly maxSize: number }) {
    this.#maxJobs = bounds.maxJobs;
    this.#maxSize = bounds.maxSize;
  }

  /** Throws `overloaded` where there is no room for one more. */
  take(size: number): void {
    if (this.#jobs >= this.#maxJobs || this.#size + size > this.#maxSize) {
      throw new ContractError(
        "overloaded",
        `${this.#jobs} messages wait for their run or their callback, as many as are kept. Send it again later.`,
        { retryAfterMs },
      );
    }
    this.#jobs += 1;
    this.#size += size;
  }

  grow(size: number): void {
    this.#size += size;
  }

  give(size: number): void {
    this.#jobs = Math.max(0, this.#jobs - 1);
    this.#size = this.#jobs === 0 ? 0 : Math.max(0, this.#size - size);
  }

  /** What was there before this process. */
  restore({ jobs, size }: { readonly jobs: number; readonly size: number }): void {
    this.#jobs += jobs;
    this.#size += size;
  }
}
