import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setCompletionScene } from "./completion-scene.ts";
import { typeLines } from "./type-lines.ts";

const command = ["ack-ram-tool", "credential-plugin", "get-credential"];

/** What is typed before TAB, and the last word then. */
const LINES = [
  ["ack-ram-tool cre", "credential-plugin"],
  ["ack-ram-tool completion po", "powershell"],
  [`${command.join(" ")} --clus`, "--cluster-id"],
  [`${command.join(" ")} --api-version v1b`, "v1beta1"],
  [`${command.join(" ")} --api-version=v1b`, "--api-version=v1beta1"],
  [`${command.join(" ")} -c c1 -v --profile-name pr`, "prod-cn"],
  [`${command.join(" ")} --profile-name my`, "my prod"],
  [`${command.join(" ")} --profile-name acct:o`, "acct:ops=rw"],
  [String.raw`${command.join(" ")} --profile-name \$`, "$(touch harm)"],
  [`${command.join(" ")} --profile-file cert`, "cert"],
  [`${command.join(" ")} --profile-file certainly`, "certainly-a-file"],
  [`${command.join(" ")} --profile-file=certainly`, "--profile-file=certainly-a-file"],
  [`${command.join(" ")} --credential-cache-dir cert`, "certificates/"],
] as const;

/** A shell answers in its own time: only one that hangs is stopped. */
const HANGS_MS = 60_000;

/** A shell that is not installed makes its test a skipped one, which says so. */
function where(shell: string, variant = ""): { readonly runs: boolean; readonly name: string } {
  const runs = process.platform !== "win32" && Bun.which(shell) !== null;
  return { runs, name: [shell, variant, runs ? "" : "(not installed here)"].filter((part) => part !== "").join(" ") };
}

const typed = [
  {
    ...where("bash"),
    start: ["bash", "--norc", "--noprofile", "-i"],
    setUp: ['eval "$(ack-ram-tool completion bash)"'],
  },
  {
    ...where("bash", "without compopt, as on macOS"),
    start: ["bash", "--norc", "--noprofile", "-i"],
    setUp: ["enable -n compopt 2>/dev/null", 'eval "$(ack-ram-tool completion bash)"'],
  },
  {
    ...where("zsh"),
    start: ["zsh", "-f", "-i"],
    setUp: [
      "bindkey -e; unsetopt automenu; setopt nobeep",
      "autoload -U compinit; compinit -D -u",
      "source <(ack-ram-tool completion zsh)",
    ],
  },
] as const;

for (const { runs, name, start, setUp } of typed) {
  test.skipIf(!runs)(
    `${name} completes commands, flags, choices, profiles and paths, and runs nothing it finds`,
    async () => {
      await using scene = await setCompletionScene();
      const shell = { command: start, cwd: scene.directory, env: scene.env, setUp } as const;
      const answers = await typeLines(
        shell,
        LINES.map(([line]) => line),
      );
      // zsh takes back the slash behind a directory when a space is typed.
      const lastWords = answers.map((words) => words.at(-1)?.replace(/\/$/, ""));
      expect(lastWords).toEqual(LINES.map(([, last]) => last.replace(/\/$/, "")));
      expect(existsSync(join(scene.directory, "harm"))).toBe(false);
    },
    HANGS_MS,
  );
}

const fish = where("fish");

test.skipIf(!fish.runs)(
  `${fish.name} completes the same`,
  async () => {
    await using scene = await setCompletionScene();
    const script = [
      "ack-ram-tool completion fish | source",
      "for line in $argv",
      "complete --do-complete $line",
      "echo '<end>'",
      "end",
    ];
    const { stdout } = Bun.spawnSync(["fish", "--no-config", "-c", script.join("\n"), ...LINES.map(([line]) => line)], {
      cwd: scene.directory,
      env: scene.env,
    });
    const answers = stdout.toString().split("<end>\n").slice(0, -1);
    const found = answers.map((answer) => [...answer.matchAll(/^[^\t\n]+/gm)].map(([candidate]) => candidate));
    expect(found).toEqual(LINES.map(([, last]) => (last === "cert" ? ["certainly-a-file", "certificates/"] : [last])));
    expect(existsSync(join(scene.directory, "harm"))).toBe(false);
  },
  HANGS_MS,
);
