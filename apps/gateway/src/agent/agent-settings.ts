/** What a client may set of the model calls that an agent makes for it; each call is held to it. */
export interface AgentSettings {
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly stopSequences?: string[];
}
