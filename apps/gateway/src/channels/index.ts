export { channelAt } from "./channel-at.ts";
export { FaceChannel } from "./face-channel.ts";

/** How requests come in by official clients. */
export const faceChannels = ["openai", "anthropic"] as const;
