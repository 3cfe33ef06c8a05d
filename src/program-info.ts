declare const BUILD_VERSION: string | undefined;
declare const BUILD_COMMIT: string | undefined;

/** The name under which kubeconfigs run this tool. */
export const PROGRAM_NAME = "ack-ram-tool";

/** Release version without a leading `v`; set by the build's `--define`, `0.0.0-dev` when run from sources. */
export const version: string = typeof BUILD_VERSION === "string" ? BUILD_VERSION : "0.0.0-dev";

/** Full git commit of the build; `unknown` when run from sources. */
export const commit: string = typeof BUILD_COMMIT === "string" ? BUILD_COMMIT : "unknown";
