import type { CDPSession } from "playwright-core";

/** A browser's developer tools for one page, whichever way they are reached: the DevTools Protocol's own names. */
export interface Devtools {
  /** With what it was answered. */
  ask(method: string, params?: object): Promise<unknown>;
  /** Calls with what each event of that name tells, until it is disposed. */
  hear(event: string, listener: (told: unknown) => void): Disposable;
}

/** Those of a page that the testing library opened. */
export function devtoolsOf(session: CDPSession): Devtools {
  // The library's own types know methods and events by name, and here they go through as they are.
  const any = session as unknown as {
    readonly send: (method: string, params?: object) => Promise<unknown>;
    readonly on: (event: string, listener: (told: unknown) => void) => void;
    readonly off: (event: string, listener: (told: unknown) => void) => void;
  };
  return {
    ask: (method, params) => any.send(method, params),
    hear(event, listener) {
      any.on(event, listener);
      return { [Symbol.dispose]: () => any.off(event, listener) };
    },
  };
}
