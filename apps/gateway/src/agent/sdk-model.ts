import type { LanguageModel } from "ai";

/** A language model as the AI SDK calls it. */
export type SdkModel = Extract<LanguageModel, { readonly specificationVersion: "v4" }>;
export type SdkCall = Parameters<SdkModel["doStream"]>[0];
/** A part of an answer that streams. */
export type SdkPart =
  Awaited<ReturnType<SdkModel["doStream"]>>["stream"] extends ReadableStream<infer Part>
    ? Part
    : never;
export type SdkPrompt = SdkCall["prompt"];
export type SdkMessage = SdkPrompt[number];
