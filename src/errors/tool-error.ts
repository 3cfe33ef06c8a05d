import type { ErrorCode } from "./codes.ts";
import { oneLine } from "./escape-control-characters.ts";

/** Process exit codes. 0 is success. */
export const EXIT_FAILURE = 1;
export const EXIT_USAGE = 2;

/** The parts of a {@link ToolError}. None may contain a secret. */
export interface ToolErrorInit {
  readonly code: ErrorCode;
  /** What happened, one sentence without a full stop. */
  readonly message: string;
  /** Things that the message is about, shown below it, one per line. */
  readonly items?: readonly string[];
  /** What to do now. */
  readonly hint?: string | undefined;
  /** Facts for `--log-level debug`, e.g. HTTP status and request id. */
  readonly details?: Readonly<Record<string, string | number | undefined>>;
  readonly cause?: unknown;
}

/** The only error type that users see: everything else is a bug, and is rendered as one. */
export class ToolError extends Error {
  override readonly name = "ToolError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, string | number | undefined>>;

  constructor(init: ToolErrorInit) {
    const items = (init.items ?? []).map((item) => `\n  - ${oneLine(item)}`);
    super(oneLine(init.message) + items.join(""), init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.hint = init.hint;
    this.details = init.details ?? {};
  }

  /** Process exit code: 1 failure, 2 usage. */
  get exitCode(): number {
    return this.code === "usage" ? EXIT_USAGE : EXIT_FAILURE;
  }
}

/** A command-line mistake; exit code 2. */
export function usageError(message: string, hint?: string, items: readonly string[] = []): ToolError {
  return new ToolError({ code: "usage", message, items, hint });
}
