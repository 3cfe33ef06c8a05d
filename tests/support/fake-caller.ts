import type { Caller } from "../../src/alibaba/api-types.ts";
import type { Origin } from "../../src/credentials/provider.ts";

/** Somebody whose access key is in the environment. */
export const CALLER: Caller = { identity: "access key LTAI…0000", origin: "environment variables" };

/** Where that is. */
export const ORIGIN: Origin = { description: "environment variables", identity: ["environment"] };
