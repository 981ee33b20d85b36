import type { SignalboxError } from "../src/index.ts";
import { Tally } from "./tally.ts";

/** What a subscription told so far, and how it ended. */
export interface Watch<T> extends Disposable {
  readonly received: Tally<T>;
  /** Settles when it ends by itself: undefined where it was told all. */
  readonly ended: Promise<SignalboxError | undefined>;
}

interface Handlers<T> {
  onData(value: T): void;
  onError(error: SignalboxError): void;
  onComplete(): void;
}

/** Subscribes, and unsubscribes when disposed. */
export function watch<T>(subscribe: (handlers: Handlers<T>) => { unsubscribe(): void }): Watch<T> {
  const received = new Tally<T>();
  const ended = Promise.withResolvers<SignalboxError | undefined>();
  const subscription = subscribe({
    onData: (value) => received.add(value),
    onError: (error) => ended.resolve(error),
    onComplete: () => ended.resolve(undefined),
  });
  return {
    received,
    ended: ended.promise,
    [Symbol.dispose]: () => subscription.unsubscribe(),
  };
}
