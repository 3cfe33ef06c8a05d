import { DEFAULT_CACHE_DIRECTORY } from "../../cache/locate-cache-directory.ts";
import type { Flags } from "../arguments/flag.ts";

/** `--credential-cache-dir`. */
export const cacheDirectoryFlag = {
  "credential-cache-dir": {
    type: "string",
    valueHint: "DIR",
    default: DEFAULT_CACHE_DIRECTORY,
    description: "Directory of the cached certificates",
  },
} as const satisfies Flags;
