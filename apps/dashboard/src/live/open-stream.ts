import { answeredCode, trpc } from "../api/index.ts";
import type { OpenStream, StreamEnd } from "./live-link.ts";

/** A stream that says nothing for this long is dead: the gateway pings every two seconds. */
const silentForMs = 10_000;

/**
 * `system.live` as one stream with one end. The browser's EventSource would reconnect by itself three
 * seconds after a loss; that is left to the link, which is quicker and knows how long it has been.
 */
export const openStream: OpenStream = async (lastId, onMessage, signal) => {
  const over = Promise.withResolvers<StreamEnd>();
  const end = (error?: unknown) => over.resolve({ code: answeredCode(error) });
  let silence = setTimeout(end, silentForMs);
  const stillThere = () => {
    clearTimeout(silence);
    silence = setTimeout(end, silentForMs);
  };
  const stream = trpc.system.live.subscribe(lastId === null ? undefined : { lastEventId: lastId }, {
    onData: ({ id, data }) => {
      stillThere();
      onMessage(data, id);
    },
    onConnectionStateChange: ({ state, error }) => {
      if (state === "connecting" && error !== null) end(error);
    },
    onError: end,
    onComplete: () => end(),
    onStopped: () => end(),
  });
  const onAbort = () => end();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await over.promise;
  } finally {
    clearTimeout(silence);
    signal.removeEventListener("abort", onAbort);
    stream.unsubscribe();
  }
};

export async function isDenied(): Promise<boolean> {
  try {
    await trpc.auth.whoami.query();
    return false;
  } catch (error) {
    return answeredCode(error) === "UNAUTHORIZED";
  }
}
