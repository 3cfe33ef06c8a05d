import { oneLine, printable } from "./escape-control-characters.ts";
import { ToolError } from "./tool-error.ts";

/** An error as shown to the user. */
export interface RenderedError {
  /** Lines for stderr. */
  readonly text: string;
  readonly exitCode: number;
}

/**
 * Turns anything thrown into `error: …` and `hint: …` lines: no stack, no object dump. With `debug`, the error's code,
 * details and cause chain follow (messages only: a foreign error's properties may contain a signed URL or a response
 * body).
 */
export function renderError(error: unknown, debug: boolean): RenderedError {
  const known = error instanceof ToolError ? error : unexpected(error);
  const lines: string[] = [];
  if (known.hint !== undefined) lines.push(`hint: ${known.hint}`);
  if (debug) lines.push(...debugLines(known));
  const text = [`error: ${known.message}`, ...lines.map(oneLine)].map(printable).join("\n");
  return { text, exitCode: known.exitCode };
}

function unexpected(error: unknown): ToolError {
  return new ToolError({
    code: "internal",
    message: "something went wrong inside ack-ram-tool",
    hint: "run the command again with --log-level debug, and report what it prints as a bug",
    cause: error,
  });
}

function debugLines(error: ToolError): string[] {
  const lines = [`debug: code ${error.code}, exit code ${error.exitCode}`];
  for (const [name, value] of Object.entries(error.details)) {
    if (value !== undefined) lines.push(`debug: ${name} ${value}`);
  }
  // A chain has two or three links; the cap is for cycles.
  for (let cause = error.cause; cause instanceof Error && lines.length < 12; cause = cause.cause) {
    lines.push(`debug: caused by ${cause.name}: ${firstLine(cause.message)}`);
  }
  return lines;
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? "";
}
