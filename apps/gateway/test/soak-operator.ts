import type { SignalboxClient } from "@signalbox/api-contract";

/** So many messages end between two things that the operator does. */
const everyMessages = 120;

export interface SoakOperatorOptions {
  readonly admin: SignalboxClient;
  readonly random: () => number;
  /** The key of a lane at random. */
  readonly anyLane: () => string;
  /** Resolves when so many more messages have ended; false where none will. */
  readonly progress: (messages: number) => Promise<boolean>;
}

/** Pauses, resumes and clears lanes while they are in use, until no message is left. */
export async function operate(options: SoakOperatorOptions): Promise<number> {
  const { admin, random, anyLane, progress } = options;
  let done = 0;
  while (await progress(everyMessages)) {
    const lane = anyLane();
    const drawn = random();
    if (drawn < 0.4) {
      // Ends by itself.
      await admin.lanes.pause.mutate({ lane, forMs: 1 + Math.floor(random() * 200) });
    } else if (drawn < 0.6) {
      await admin.lanes.pause.mutate({ lane, forMs: null });
      await admin.lanes.list.query();
      await admin.lanes.resume.mutate({ lane });
    } else if (drawn < 0.75) {
      await admin.lanes.pause.mutate({ all: true, forMs: 1 + Math.floor(random() * 50) });
    } else if (drawn < 0.85) {
      await admin.lanes.pause.mutate({ all: true, forMs: null });
      await admin.lanes.resume.mutate({ all: true });
    } else {
      await admin.lanes.clear.mutate({ lane, reason: "the soak's operator" });
    }
    done += 1;
  }
  return done;
}
