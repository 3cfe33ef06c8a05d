/** A shell to type into. */
export interface InteractiveShell {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What makes the shell ready to complete, typed first. */
  readonly setUp: readonly string[];
}

const TAB = "\t";
const TO_LINE_START = "\x01";
const TO_LINE_END = "\x05";

/**
 * Types each line into a shell on a real terminal, presses TAB at its end, and has the shell print the words that it
 * understands the completed line as.
 * @returns for each line its words, the program's name first
 */
export async function typeLines(shell: InteractiveShell, lines: readonly string[]): Promise<string[][]> {
  let screen = "";
  let output = Promise.withResolvers<void>();
  const decoder = new TextDecoder();
  const process = Bun.spawn([...shell.command], {
    cwd: shell.cwd,
    env: { ...shell.env, TERM: "xterm" },
    terminal: {
      cols: 400,
      rows: 50,
      data: (_, bytes) => {
        screen += decoder.decode(bytes, { stream: true });
        output.resolve();
      },
    },
  });
  const { terminal } = process;
  if (terminal === undefined) throw new Error("the shell has no terminal");
  const seen = async (text: string): Promise<void> => {
    while (!screen.includes(text)) {
      output = Promise.withResolvers();
      await output.promise;
    }
  };

  try {
    // The quotes keep what is typed from looking like what is printed.
    for (const command of [...shell.setUp, "echo 'rea''dy'"]) terminal.write(`${command}\r`);
    await seen("ready");
    const answers: string[][] = [];
    for (const line of lines) {
      screen = "";
      terminal.write(`${line}${TAB}${TO_LINE_END} '.'${TO_LINE_START}printf '<%s>\\n' \r`);
      await seen("\n<.>");
      answers.push([...screen.matchAll(/^<(.*)>\r?$/gm)].map(([, word = ""]) => word).filter((word) => word !== "."));
    }
    return answers;
  } finally {
    process.kill("SIGKILL");
    await process.exited;
    terminal.close();
  }
}
