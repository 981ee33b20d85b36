import { useState } from "react";
import type { CreatedToken, Role } from "@signalbox/api-contract";
import { problemOf, trpc } from "../api/index.ts";
import { Button, Dialog } from "../ui/index.ts";
import { expiries } from "./expiry.ts";
import { NewToken } from "./new-token.tsx";
import { roles, roleWords } from "./role-words.ts";
import { refreshTokens } from "./use-tokens.ts";

const fieldLook = "h-8 rounded-md border border-line bg-bg px-2.5 text-text";
const maxNameLength = 64;

/** Makes a token, and shows its secret this once. */
export function TokenDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("ingest");
  const [expiry, setExpiry] = useState(0);
  const [isMaking, setIsMaking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // Kept here alone, and not by a cache of queries or mutations: with this dialog it is gone.
  const [made, setMade] = useState<CreatedToken | null>(null);
  const make = async () => {
    const afterMs = expiries[expiry]?.afterMs ?? null;
    setIsMaking(true);
    setProblem(null);
    try {
      setMade(
        await trpc.auth.createToken.mutate({
          name: name.trim(),
          role,
          ...(afterMs === null ? {} : { expiresAt: Date.now() + afterMs }),
        }),
      );
      void refreshTokens();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setIsMaking(false);
    }
  };
  if (made !== null)
    return <NewToken name={name.trim()} role={role} made={made} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title="Make a token">
      <form
        className="flex flex-col gap-3 overflow-auto px-4 pt-2 pb-4"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <label className="flex flex-col gap-1 text-muted">
          Name: who it is for, as pages show it
          <input
            value={name}
            required
            maxLength={maxNameLength}
            autoComplete="off"
            onChange={({ target }) => setName(target.value)}
            className={fieldLook}
          />
        </label>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-muted">Role</legend>
          {roles.map((each) => (
            <label key={each} className="flex items-baseline gap-2">
              <input
                type="radio"
                name="role"
                checked={role === each}
                onChange={() => setRole(each)}
                className="accent-info"
              />
              <span>
                {each} <span className="text-muted">{roleWords[each]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <label className="flex flex-col gap-1 text-muted">
          Expires
          <select
            value={expiry}
            onChange={({ target }) => setExpiry(Number(target.value))}
            className={fieldLook}
          >
            {expiries.map(({ text }, i) => (
              <option key={text} value={i}>
                {text}
              </option>
            ))}
          </select>
        </label>
        {problem === null ? null : (
          <p role="alert" className="text-bad">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit" disabled={isMaking || name.trim() === ""}>
            {isMaking ? "Making…" : "Make the token"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
