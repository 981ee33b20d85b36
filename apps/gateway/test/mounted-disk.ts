import { execFileSync } from "node:child_process";

/** Why a test that needs a disk of its own is left out. */
export const noMounting = "mounting a tmpfs needs root, and is refused here";

/** A disk that is all there is at its path, until it is disposed. */
export interface MountedDisk extends Disposable {
  /** From then on it takes no writes. Nothing may be open on it for writing. */
  makeReadOnly(): void;
  makeWritable(): void;
}

/** A disk of two megabytes. Null where this user, or this machine, may not mount one. */
export function mountSmallDisk(path: string): MountedDisk | null {
  const run = (program: string, ...args: readonly string[]): void => {
    execFileSync(program, args, { stdio: "ignore" });
  };
  try {
    run("/bin/mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", path);
  } catch {
    return null;
  }
  return {
    makeReadOnly: () => run("/bin/mount", "-o", "remount,ro", path),
    makeWritable: () => run("/bin/mount", "-o", "remount,rw", path),
    [Symbol.dispose]: () => run("/bin/umount", "-l", path),
  };
}
