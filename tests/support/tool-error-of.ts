import { renderError } from "../../src/errors/render-error.ts";
import { ToolError } from "../../src/errors/tool-error.ts";

/** The {@link ToolError} that an action ends with, at once or later; anything else is a failure of the test. */
export async function toolErrorOf(action: () => unknown): Promise<ToolError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** Everything that a user could ever read of an error, `--log-level debug` included. */
export function everythingShownOf(error: unknown): string {
  return renderError(error, true).text;
}
