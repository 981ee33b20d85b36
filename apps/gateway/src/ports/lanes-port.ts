import { allLanes, ContractError, type LaneRow } from "@signalbox/api-contract";
import type { LanesPort } from "@signalbox/api-contract/server";
import { parseLaneKey, type LaneControl } from "../lanes/index.ts";
import type { History } from "../history/index.ts";
import { liveLanes, type LiveLanesOptions } from "./live-lanes.ts";
import { pastLanes, withBlockers } from "./past-lanes.ts";

export interface LanesPortOptions extends LiveLanesOptions {
  readonly laneControl: LaneControl;
  readonly history: History;
}

/** Every lane with anything in it or a hold on it, the deepest first; and what operators do to them. */
export function createLanesPort(options: LanesPortOptions): LanesPort {
  const { laneControl } = options;
  const target = (input: { all: true } | { all?: undefined; lane: string }): string => {
    if (input.all === true) return allLanes;
    if (isKnown(options, input.lane)) return input.lane;
    const message = `There is no lane ${input.lane}. lanes.list has those with anything in them, by their keys.`;
    throw new ContractError("not_found", message);
  };
  return {
    spans: (input) => options.history.ask("laneSpans", input),
    list: ({ at }) =>
      at === undefined || at >= options.clock.now()
        ? liveLanes(options)
        : lanesAt(options.history, at),
    pause: async (caller, input) => laneControl.pause(caller, target(input), input),
    drain: async (caller, input) => laneControl.drain(caller, target(input), input),
    resume: async (caller, input) => laneControl.resume(caller, target(input), input.reason),
    clear: async (caller, input) => laneControl.clear(caller, target(input), input),
  };
}

async function lanesAt(history: History, t: number): Promise<LaneRow[]> {
  const past = await history.past(t);
  return pastLanes({ ...past, requests: withBlockers(past.requests) }, t);
}

/** One with something in it, one that is held, or one that a token there is may have. */
function isKnown({ lanes, holds, tokenName }: LanesPortOptions, key: string): boolean {
  if (lanes.lane(key) !== null || (key !== allLanes && holds.get(key) !== null)) return true;
  const name = parseLaneKey(key);
  return name !== null && !name.oneShot && tokenName(name.tokenId) !== undefined;
}
