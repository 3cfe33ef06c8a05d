import { run } from "./cli/run.ts";
import { bunWorld } from "./world/bun-world.ts";

// Everything is written by now: stdout and stderr are synchronous. Whatever is still open would keep kubectl waiting:
// the official SDK leaves a socket open for seconds after the deadline.
process.exit(await run(bunWorld()));
