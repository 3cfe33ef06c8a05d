import { BINARY, type Outcome } from "./binary.ts";
import type { Scene, Variables } from "./scene.ts";

/** A run of the compiled program that somebody talks to. */
export interface Conversation {
  /** Waits for output that matches. @returns the pattern's first group */
  readonly hear: (pattern: RegExp) => Promise<string>;
  readonly type: (line: string) => void;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly outcome: Promise<Outcome>;
}

/** Starts the compiled program with pipes as its standard streams. */
export function converse(scene: Scene, argv: readonly string[], variables: Variables = {}): Conversation {
  const child = Bun.spawn([BINARY, ...argv], {
    env: { ...scene.env, ...variables },
    cwd: scene.home,
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
  });
  let said = "";
  const listen = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stderr) said += decoder.decode(chunk, { stream: true });
  };
  const end = async (): Promise<Outcome> => {
    const [stdout, , exitCode] = await Promise.all([child.stdout.text(), listen(), child.exited]);
    return { exitCode, stdout, stderr: said };
  };
  return conversation(() => said, end(), {
    type: (line) => {
      void child.stdin.write(`${line}\n`);
      void child.stdin.flush();
    },
    kill: (signal) => child.kill(signal),
  });
}

/** Starts the compiled program on a terminal of its own; all that is said there counts as stderr. */
export function converseOnTerminal(scene: Scene, argv: readonly string[], variables: Variables = {}): Conversation {
  let said = "";
  const decoder = new TextDecoder();
  const child = Bun.spawn([BINARY, ...argv], {
    env: { ...scene.env, TERM: "xterm", ...variables },
    cwd: scene.home,
    terminal: { cols: 120, rows: 40, data: (_, bytes) => void (said += decoder.decode(bytes, { stream: true })) },
  });
  const end = async (): Promise<Outcome> => ({ exitCode: await child.exited, stdout: "", stderr: said });
  return conversation(() => said, end(), {
    type: (line) => void child.terminal?.write(`${line}\r`),
    kill: (signal) => child.kill(signal),
  });
}

function conversation(
  said: () => string,
  outcome: Promise<Outcome>,
  hands: Pick<Conversation, "type" | "kill">,
): Conversation {
  let isOver = false;
  void outcome.finally(() => (isOver = true));
  const hear = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const match = pattern.exec(said());
      if (match !== null) return match[1] ?? match[0];
      if (isOver) throw new Error(`${pattern} was never said, but: ${said()}`);
      await Bun.sleep(5);
    }
  };
  return { ...hands, hear, outcome };
}
