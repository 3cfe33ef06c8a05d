import { join } from "node:path";
import type { Target } from "./targets.ts";

/** Where `install-runtimes.ts` puts the verified runtimes. */
export const RUNTIMES = join(import.meta.dir, "../../.release/runtimes");

/** The Bun of a target's package, unchanged. @throws Error if it is not installed */
export async function runtimePath({ runtime, format }: Target): Promise<string> {
  const path = join(RUNTIMES, "node_modules", runtime, "bin", format === "pe" ? "bun.exe" : "bun");
  if (await Bun.file(path).exists()) return path;
  throw new Error(`${path} is missing: run bun scripts/release/install-runtimes.ts`);
}
