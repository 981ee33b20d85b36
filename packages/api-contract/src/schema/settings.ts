import { z } from "zod";
import { diskUse } from "./health.ts";
import { epochMs } from "./words.ts";

/** What said a setting. A later one goes before an earlier: default, file, environment, flag. */
export const settingSource = z.enum(["flag", "environment", "file", "default"]);
export type SettingSource = z.infer<typeof settingSource>;

/** One setting in force. What it was made of never leaves the gateway where that may be a secret. */
export const configSetting = z.object({
  /** As the file would say it: `providers.openai.apiKey`. */
  key: z.string(),
  /** Null where it is not told: a secret, what a variable held, a path for those who are no admin. */
  value: z.string().nullable(),
  /** Why there is no value: it is set, and that is all there is to know. */
  hidden: z.enum(["secret", "variable", "path"]).nullable(),
  source: settingSource,
  /** Where: `--port`, `OPENAI_API_KEY`, `signalbox.yaml:12`; null for a default. */
  from: z.string().nullable(),
  /** The file says otherwise by now, and it waits for a restart. */
  waits: z.boolean(),
});
export type ConfigSetting = z.infer<typeof configSetting>;

export const systemConfig = z.object({
  /** The file's name; null where there is none. */
  file: z.string().nullable(),
  /** A short hash of its text: which config is in force. */
  revision: z.string(),
  settings: z.array(configSetting),
  /** Settings that are in force and not among `settings`. */
  notShown: z.number(),
});
export type SystemConfig = z.infer<typeof systemConfig>;

/** What is kept on disk, how much of it, and for how long. */
export const systemStorage = z.object({
  /** Absolute; for admins alone, null for others. */
  dataDir: z.string().nullable(),
  /** Null where it could not be read. */
  disk: diskUse.nullable(),
  history: z.object({
    retainDays: z.number(),
    maxBytes: z.number(),
    content: z.enum(["full", "none"]),
    /** The oldest request or event; null where there is none, or the disk does not answer. */
    oldestAt: epochMs.nullable(),
    /** The oldest figures by the minute, which are kept longer where there is no room. */
    oldestFiguresAt: epochMs.nullable(),
    /** Counted up to `rowsCountedTo`. Null where the disk does not answer. */
    rows: z.object({ requests: z.number(), events: z.number(), failures: z.number() }).nullable(),
  }),
  sessions: z.object({ retainDays: z.number(), maxBytes: z.number() }),
});
export type SystemStorage = z.infer<typeof systemStorage>;
