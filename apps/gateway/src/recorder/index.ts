export { CollectorSink } from "./collector-sink.ts";
export { deriveFacts } from "./derive-facts.ts";
export { EventLog } from "./event-log.ts";
export type {
  AcceptedRequest,
  AttemptEnd,
  AttemptProgress,
  AttemptUsage,
  Fact,
  FactSink,
  MessageRole,
  OwnGauges,
  StampedFact,
} from "./fact.ts";
export { Recorder } from "./recorder.ts";
export { RequestLog } from "./request-log.ts";
export { outputTokensOf, toSpan, toSpanDetail } from "./request-record.ts";
export type { RecordedMessage, RequestRecord, SpanRecord } from "./request-record.ts";
