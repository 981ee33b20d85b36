import type {
  Accepted,
  AuditList,
  AuditListInput,
  ApprovedTool,
  ApproveToolInput,
  CancelInput,
  CancelResult,
  ChannelRow,
  ChannelWindowInput,
  ClientRow,
  CreatedToken,
  CreateTokenInput,
  ErrorCount,
  ErrorCountInput,
  ErrorGroup,
  ErrorGroupsInput,
  EventList,
  EventsInput,
  Heatmap,
  HeatmapInput,
  HistoryMarks,
  HistorySeries,
  HistorySeriesInput,
  LaneClearInput,
  LaneClearResult,
  LaneHoldInput,
  LaneHoldResult,
  LaneListInput,
  LaneResumeInput,
  LaneResumeResult,
  LaneRow,
  LaneSpans,
  LaneSpansInput,
  LiveMessage,
  MarksInput,
  McpServerRow,
  ModelPauseInput,
  ModelPauseReach,
  ModelPauseReachInput,
  ModelPauseResult,
  ModelResumeInput,
  ModelResumeResult,
  ModelRow,
  ModelWindowInput,
  OverviewInput,
  OverviewSeries,
  PastPicture,
  RequestDetail,
  RequestList,
  RequestListInput,
  RequestRow,
  RestartedServer,
  RestartServerInput,
  RevokeTokenInput,
  Refusals,
  Role,
  RunEvent,
  RunResult,
  SessionGetInput,
  SessionListInput,
  SessionRow,
  Message,
  Setup,
  StartInput,
  SystemConfig,
  SystemEvent,
  SystemHealth,
  SystemMetrics,
  SystemStorage,
  TokenRow,
  ToolRow,
  ToolWindowInput,
} from "../schema/index.ts";

/** Who asks: the token behind the call, or the one a browser session was traded for. */
export interface Caller {
  readonly tokenId: string;
  readonly name: string;
  readonly role: Role;
}

/** An item of a stream that can be resumed: `id` is what the client hands back to go on after it. */
export interface Tracked<T> {
  readonly id: string;
  readonly data: T;
}

/** A resumable stream. It ends when the signal aborts, or when what it tells of has ended. */
export type Stream<T> = AsyncIterable<Tracked<T>>;

export interface StreamOptions {
  readonly lastEventId: string | undefined;
  readonly signal: AbortSignal;
}

export interface SystemPort {
  health(): SystemHealth;
  metrics(): SystemMetrics;
  events(input: EventsInput): SystemEvent[] | Promise<SystemEvent[]>;
  activeRequests(): RequestRow[];
  setup(caller: Caller): Setup;
  config(caller: Caller): SystemConfig;
  storage(caller: Caller): Promise<SystemStorage>;
  /** Snapshot first, then frames. */
  live(options: StreamOptions): Stream<LiveMessage>;
  onMetrics(options: StreamOptions): Stream<SystemMetrics>;
  /** Each event once, from after `lastEventId`. */
  onEvents(options: StreamOptions): Stream<SystemEvent>;
  onActiveRequests(options: StreamOptions): Stream<RequestRow[]>;
}

export interface AgentPort {
  start(caller: Caller, input: StartInput): Promise<Accepted>;
  /** Runs to the end; the run is cancelled when its last waiter's signal aborts. */
  send(caller: Caller, input: StartInput, signal: AbortSignal): Promise<RunResult>;
  watch(caller: Caller, requestId: string, options: StreamOptions): Stream<RunEvent>;
  cancel(caller: Caller, input: CancelInput): Promise<CancelResult>;
}

export interface AuthPort {
  createToken(caller: Caller, input: CreateTokenInput): Promise<CreatedToken>;
  listTokens(): TokenRow[];
  revokeToken(caller: Caller, input: RevokeTokenInput): Promise<{ id: string }>;
}

export interface RequestsPort {
  list(input: RequestListInput): RequestList | Promise<RequestList>;
  get(requestId: string): RequestDetail | Promise<RequestDetail>;
}

export interface SessionsPort {
  list(input: SessionListInput): SessionRow[] | Promise<SessionRow[]>;
  get(input: SessionGetInput): Promise<SessionRow & { conversation: Message[] }>;
}

export interface LanesPort {
  list(input: LaneListInput): LaneRow[] | Promise<LaneRow[]>;
  spans(input: LaneSpansInput): LaneSpans | Promise<LaneSpans>;
  pause(caller: Caller, input: LaneHoldInput): Promise<LaneHoldResult>;
  drain(caller: Caller, input: LaneHoldInput): Promise<LaneHoldResult>;
  resume(caller: Caller, input: LaneResumeInput): Promise<LaneResumeResult>;
  clear(caller: Caller, input: LaneClearInput): Promise<LaneClearResult>;
}

export interface AuditPort {
  /** The newest first. */
  list(input: AuditListInput): Promise<AuditList>;
}

export interface ModelsPort {
  list(input: ModelWindowInput): ModelRow[] | Promise<ModelRow[]>;
  pauseReach(input: ModelPauseReachInput): ModelPauseReach;
  pause(caller: Caller, input: ModelPauseInput): Promise<ModelPauseResult>;
  resume(caller: Caller, input: ModelResumeInput): Promise<ModelResumeResult>;
}

export interface ToolsPort {
  list(input: ToolWindowInput): ToolRow[] | Promise<ToolRow[]>;
  servers(caller: Caller): McpServerRow[];
  restartServer(caller: Caller, input: RestartServerInput): Promise<RestartedServer>;
  approve(caller: Caller, input: ApproveToolInput): Promise<ApprovedTool>;
}

export interface ChannelsPort {
  list(input: ChannelWindowInput): ChannelRow[] | Promise<ChannelRow[]>;
  clients(input: ChannelWindowInput): ClientRow[] | Promise<ClientRow[]>;
  refusals(input: ChannelWindowInput): Refusals | Promise<Refusals>;
}

export interface HistoryPort {
  overview(input: OverviewInput): OverviewSeries | Promise<OverviewSeries>;
  series(input: HistorySeriesInput): HistorySeries | Promise<HistorySeries>;
  heatmap(input: HeatmapInput): Heatmap | Promise<Heatmap>;
  marks(input: MarksInput): HistoryMarks | Promise<HistoryMarks>;
  at(t: number): PastPicture | Promise<PastPicture>;
}

export interface ErrorsPort {
  /** The most frequent first. */
  groups(input: ErrorGroupsInput): ErrorGroup[] | Promise<ErrorGroup[]>;
  count(input: ErrorCountInput): ErrorCount | Promise<ErrorCount>;
}

export interface EventsPort {
  list(input: EventsInput): EventList | Promise<EventList>;
}

/** The services that the contract is written over. The gateway implements them; tests fake them. */
export interface Ports {
  readonly system: SystemPort;
  readonly agent: AgentPort;
  readonly audit: AuditPort;
  readonly auth: AuthPort;
  readonly requests: RequestsPort;
  readonly sessions: SessionsPort;
  readonly lanes: LanesPort;
  readonly models: ModelsPort;
  readonly tools: ToolsPort;
  readonly channels: ChannelsPort;
  readonly history: HistoryPort;
  readonly errors: ErrorsPort;
  readonly events: EventsPort;
}
