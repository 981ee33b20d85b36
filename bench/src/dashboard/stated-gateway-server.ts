/** A stated gateway in a process of its own, in real time: node stated-gateway-server.ts IN_FLIGHT ENDS EVENTS. */
import { setInterval } from "node:timers";
import { systemClock } from "@signalbox/gateway";
import { openStatedGateway } from "./stated-gateway.ts";
import { StatedTraffic } from "./stated-traffic.ts";

const tickMs = 50;

const { SIGNALBOX_ADMIN_TOKEN: adminToken = "" } = process.env;
const [inFlight = 0, endsPerSecond = 0, eventsPerSecond = 0] = process.argv.slice(2).map(Number);
const gateway = await openStatedGateway(systemClock, adminToken);
const { state } = gateway;
const traffic = new StatedTraffic({ seed: 4, inFlight, endsPerSecond, eventsPerSecond, state });
setInterval(() => {
  traffic.advance(systemClock.now());
}, tickMs);
process.stdout.write(`listening ${new URL(gateway.url).port}\n`);
