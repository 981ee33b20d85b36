import type { DatabaseSync } from "node:sqlite";
import { numberOrNull, read, textOrNull, write } from "./operation.ts";
import type {
  AddedWebhookJob,
  DueInput,
  NewWebhookJob,
  WebhookJob,
  WebhookJobKey,
  WebhookJobState,
} from "./webhook-job.ts";

interface At extends WebhookJobKey {
  readonly at: number;
}

export const webhookOperations = {
  "webhooks.add": write((db, job: NewWebhookJob): AddedWebhookJob => {
    const known = find(db, job);
    if (known !== null) return { kind: "known", job: known };
    if (job.isRequestIdChosen && isTaken(db, job)) return { kind: "taken" };
    db.prepare(
      `INSERT INTO webhook_jobs
         (webhook, message_id, body, request_id, state, result, attempts, next_at, received_at, updated_at)
       VALUES (?, ?, ?, ?, 'accepted', NULL, 0, NULL, ?, ?)`,
    ).run(job.webhook, job.messageId, job.body, job.requestId, job.at, job.at);
    return { kind: "added" };
  }),
  "webhooks.get": read((db, key: WebhookJobKey): WebhookJob | null => find(db, key)),
  "webhooks.remove": write((db, { webhook, messageId }: WebhookJobKey) => {
    db.prepare("DELETE FROM webhook_jobs WHERE webhook = ? AND message_id = ?").run(
      webhook,
      messageId,
    );
  }),
  "webhooks.start": write((db, { webhook, messageId, at }: At) => {
    db.prepare(
      "UPDATE webhook_jobs SET state = 'started', updated_at = ? WHERE webhook = ? AND message_id = ?",
    ).run(at, webhook, messageId);
  }),
  "webhooks.deliver": write((db, input: At & { result: string; nextAt: number }) => {
    db.prepare(
      `UPDATE webhook_jobs SET state = 'deliver', result = ?, attempts = 0, next_at = ?, updated_at = ?
       WHERE webhook = ? AND message_id = ?`,
    ).run(input.result, input.nextAt, input.at, input.webhook, input.messageId);
  }),
  "webhooks.retry": write((db, input: WebhookJobKey & { attempts: number; nextAt: number }) => {
    db.prepare(
      "UPDATE webhook_jobs SET attempts = ?, next_at = ? WHERE webhook = ? AND message_id = ?",
    ).run(input.attempts, input.nextAt, input.webhook, input.messageId);
  }),
  "webhooks.finish": write((db, input: At & { body: string; forgetAt: number }) => {
    db.prepare(
      `UPDATE webhook_jobs SET state = 'done', body = ?, result = NULL, next_at = ?, updated_at = ?
       WHERE webhook = ? AND message_id = ?`,
    ).run(input.body, input.forgetAt, input.at, input.webhook, input.messageId);
  }),
  "webhooks.unfinished": read((db) =>
    db
      .prepare(
        `SELECT webhook, message_id, state FROM webhook_jobs WHERE state IN ('accepted', 'started')
         ORDER BY received_at, webhook, message_id`,
      )
      .all()
      .map((row) => Object.assign(keyOf(row), { state: stateOf(row) })),
  ),
  "webhooks.due": read((db, { now, limit, exceptWebhooks, except }: DueInput): WebhookJob[] =>
    db
      .prepare(
        `SELECT * FROM webhook_jobs WHERE state = 'deliver' AND next_at <= ?
           AND webhook NOT IN (SELECT value FROM json_each(?))
           AND json_array(webhook, message_id) NOT IN (SELECT value FROM json_each(?))
         ORDER BY next_at LIMIT ?`,
      )
      .all(
        now,
        JSON.stringify(exceptWebhooks),
        JSON.stringify(except.map(({ webhook, messageId }) => [webhook, messageId])),
        limit,
      )
      .map(jobOf),
  ),
  "webhooks.nextDueAfter": read((db, at: number) =>
    numberOrNull(
      db
        .prepare(
          "SELECT MIN(next_at) AS at FROM webhook_jobs WHERE state = 'deliver' AND next_at > ?",
        )
        .get(at)?.["at"],
    ),
  ),
  "webhooks.load": read((db) => {
    const row = db
      .prepare(
        `SELECT COUNT(*) AS jobs, SUM(length(body) + ifnull(length(result), 0)) AS size
         FROM webhook_jobs WHERE state <> 'done'`,
      )
      .get();
    return { jobs: Number(row?.["jobs"] ?? 0), size: Number(row?.["size"] ?? 0) };
  }),
  "webhooks.sweep": write((db, { now, keep }: { now: number; keep: number }) => {
    db.prepare("DELETE FROM webhook_jobs WHERE state = 'done' AND next_at <= ?").run(now);
    db.prepare(
      `DELETE FROM webhook_jobs WHERE (webhook, message_id) IN
         (SELECT webhook, message_id FROM webhook_jobs WHERE state = 'done'
          ORDER BY next_at DESC LIMIT -1 OFFSET ?)`,
    ).run(keep);
  }),
} as const;

function find(db: DatabaseSync, { webhook, messageId }: WebhookJobKey): WebhookJob | null {
  const row = db
    .prepare("SELECT * FROM webhook_jobs WHERE webhook = ? AND message_id = ?")
    .get(webhook, messageId);
  return row === undefined ? null : jobOf(row);
}

function isTaken(db: DatabaseSync, { webhook, requestId }: NewWebhookJob): boolean {
  return (
    db
      .prepare("SELECT 1 FROM webhook_jobs WHERE webhook = ? AND request_id = ?")
      .get(webhook, requestId) !== undefined
  );
}

function jobOf(row: Record<string, unknown>): WebhookJob {
  return {
    ...keyOf(row),
    body: String(row["body"]),
    requestId: String(row["request_id"]),
    state: stateOf(row),
    result: textOrNull(row["result"]),
    attempts: Number(row["attempts"]),
    receivedAt: Number(row["received_at"]),
    updatedAt: Number(row["updated_at"]),
  };
}

function keyOf(row: Record<string, unknown>): WebhookJobKey {
  return { webhook: String(row["webhook"]), messageId: String(row["message_id"]) };
}

function stateOf(row: Record<string, unknown>): WebhookJobState {
  // Only states are ever written here.
  return String(row["state"]) as WebhookJobState;
}
