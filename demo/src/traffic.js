import { startTraffic } from "@signalbox/practice/driver";
/** Clients of several kinds, told apart by their tokens. */
const clients = [
  {
    name: "chat-ui",
    ratePerSecond: 1.4,
    sessions: 14,
    models: [
      { model: "north/swift-1", weight: 3 },
      { model: "north/steady-1", weight: 2 },
    ],
  },
  { name: "helpdesk", ratePerSecond: 0.7, sessions: 6, models: [{ model: "support", weight: 1 }] },
  {
    name: "nightly",
    ratePerSecond: 0.35,
    sessions: 2,
    models: [{ model: "south/deep-1", weight: 1 }],
  },
  {
    name: "research",
    ratePerSecond: 0.25,
    sessions: 3,
    models: [{ model: "research", weight: 1 }],
  },
  { name: "batch", ratePerSecond: 0.5, sessions: 0, models: [{ model: "fast", weight: 1 }] },
];
/** Starts the traffic of every client through the gateway. */
export async function startDemoTraffic(options) {
  return Promise.all(
    clients.map(async ({ name, ratePerSecond, sessions, models }, index) =>
      startTraffic({
        baseUrl: options.baseUrl,
        apiKey: await options.mint(name),
        seed: options.seed + index,
        ratePerSecond,
        sessions,
        models,
        maxOutstanding: 48,
      }),
    ),
  );
}
