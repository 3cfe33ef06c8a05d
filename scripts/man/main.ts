import { rootCommand } from "../../src/cli/commands/root.ts";
import { globalFlags } from "../../src/cli/flags/global-flags.ts";
import { EXIT_FAILURE, EXIT_USAGE } from "../../src/errors/tool-error.ts";
import { ALIYUN_CONFIG_FILE, CREDENTIALS_FILE } from "../../src/environment/default-files.ts";
import { DEFAULT_CACHE_DIRECTORY } from "../../src/cache/locate-cache-directory.ts";
import { manPage } from "./man-page.ts";

// `bun run docs:man [DATE]`: writes the manual page for the release's archives; DATE is the date of the commit.

const output = `${import.meta.dir}/../../.release/ack-ram-tool.1`;
const page = await manPage({
  date: (Bun.argv[2] ?? "").slice(0, 10),
  root: rootCommand,
  globals: globalFlags,
  files: {
    [ALIYUN_CONFIG_FILE]: "Profiles of the aliyun CLI",
    [CREDENTIALS_FILE]: "Credentials of the Alibaba Cloud SDKs",
    [DEFAULT_CACHE_DIRECTORY]: "Client certificates with their keys, readable by nobody else",
  },
  exitCodes: {
    0: "The command succeeded.",
    [EXIT_FAILURE]: "The command failed; standard error says why, and what to do.",
    [EXIT_USAGE]: "The command line, or an environment variable used instead of a flag, is wrong.",
  },
});
await Bun.write(output, page);
console.log(output);
