import { expect, test } from "vitest";
import { requestRow } from "../requests/request-row.fixture.ts";
import { laneAddress, requestLaneAddress } from "./lane-address.ts";
import { LaneNames } from "./lane-names.ts";

test.each([false, true])(
  "a request's lane is called as its row in the picture: one-shot %s",
  (oneShot) => {
    const row = requestRow({ lane: "t1/talk", laneLabel: "openai · shop", oneShot });
    const { key } = new LaneNames().learn(row);
    const drawn = { key, lane: oneShot ? null : row.lane };
    expect(requestLaneAddress(row)).toBe(laneAddress(drawn));
  },
);
