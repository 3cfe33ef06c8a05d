import { evaluatedModules } from "../../tests/support/evaluated-modules.ts";
import type { Scene } from "../../tests/support/scene.ts";
import { CAN_TRACE, touchesBesides, traceFiles } from "../../tests/support/touched-files.ts";
import type { Contender } from "./contender.ts";

/** Lines about the modules that a cache hit evaluates, and the files that it opens besides the empty program's. */
export async function describeCacheHit(warm: Contender, empty: Contender, { home }: Scene): Promise<readonly string[]> {
  const [, ...args] = warm.argv;
  const modules = await evaluatedModules(args, warm.env);
  const ours = modules.filter((name) => name.startsWith("src/"));
  const others = modules.filter((name) => !name.startsWith("src/"));
  const evaluated = `modules evaluated: ${ours.length} of src, and ${others.join(", ") || "no others"}`;
  if (!CAN_TRACE) return [evaluated, "files opened: unknown (strace is missing, or not permitted to trace)"];
  const trace = await traceFiles(warm.argv, warm.env, home);
  const runtime = await traceFiles(empty.argv, empty.env, home);
  const opened = touchesBesides(trace, runtime).filter(({ call, succeeded }) => call.startsWith("open") && succeeded);
  const paths = opened.map(({ path }) => path.replace(home, "~"));
  const bytes = trace.bytesRead - runtime.bytesRead;
  return [evaluated, `files opened besides the runtime's own: ${paths.join(", ") || "none"} (${bytes} bytes read)`];
}
