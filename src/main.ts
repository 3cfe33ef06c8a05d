import { run } from "./cli/run.ts";
import { bunWorld } from "./world/bun-world.ts";

// All output is written by now. Exits explicitly, because an open socket or timer would keep kubectl waiting.
process.exit(await run(bunWorld()));
