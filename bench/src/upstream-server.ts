import { startPracticeUpstream } from "@signalbox/practice/upstream";

// Its own process, so that its work is nobody else's.
const upstream = await startPracticeUpstream({ pace: 0 });
process.stdout.write(`listening ${upstream.port}\n`);
