import { run } from "./cli/run.ts";
import { bunWorld } from "./world/bun-world.ts";

// Not process.exit(): it would cut off what stdout has not taken yet.
process.exitCode = await run(bunWorld());
