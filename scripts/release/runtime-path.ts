import { join } from "node:path";
import type { Target } from "./targets.ts";

/** Where `install-runtimes.ts` puts what bun.lock has checked. */
export const RUNTIMES = join(import.meta.dir, "../../.release/runtimes");

/** The Bun that a target's binary is made from, as it came in its package. @throws Error where it is not installed */
export async function runtimePath({ runtime, format }: Target): Promise<string> {
  const path = join(RUNTIMES, "node_modules", runtime, "bin", format === "pe" ? "bun.exe" : "bun");
  if (await Bun.file(path).exists()) return path;
  throw new Error(`${path} is missing: run bun scripts/release/install-runtimes.ts`);
}
