import { createInterface } from "node:readline/promises";

/**
 * Prompts on stderr, and reads a line from standard input.
 * @returns undefined at the end of the input, or if the signal aborts
 */
export async function readLine(question: string, signal?: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<undefined>((resolve) => lines.once("close", () => resolve(undefined)));
  try {
    const answer = lines.question(question, signal === undefined ? {} : { signal });
    return await Promise.race([answer.catch(() => undefined), ended]);
  } finally {
    lines.close();
  }
}
