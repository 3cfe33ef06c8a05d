import { type Command, defineCommand } from "../command.ts";
import { COMPLETE, COMPLETE_NAMES } from "../completion/render-completion.ts";
import bash from "../completion/shells/ack-ram-tool.bash" with { type: "text" };
import fish from "../completion/shells/ack-ram-tool.fish" with { type: "text" };
import powershell from "../completion/shells/ack-ram-tool.ps1" with { type: "text" };
import zsh from "../completion/shells/ack-ram-tool.zsh" with { type: "text" };

const FISH_EXAMPLE =
  "mkdir -p ~/.config/fish/completions && ack-ram-tool completion fish > ~/.config/fish/completions/ack-ram-tool.fish";

/** `completion`: scripts for shells. They ask the tool for candidates, so they need no update with it. */
export const completionCommand = defineCommand({
  meta: { name: "completion", description: "Print a script that completes ack-ram-tool's command lines in a shell" },
  examples: [FISH_EXAMPLE],
  subCommands: {
    bash: printing("bash", bash, [
      'ack-ram-tool completion bash # for this shell: eval "$(ack-ram-tool completion bash)"',
      "mkdir -p ~/.local/share/bash-completion/completions && ack-ram-tool completion bash > ~/.local/share/bash-completion/completions/ack-ram-tool",
    ]),
    zsh: printing("zsh", zsh, [
      "ack-ram-tool completion zsh # for this shell: source <(ack-ram-tool completion zsh)",
      'ack-ram-tool completion zsh > "${fpath[1]}/_ack-ram-tool"',
    ]),
    fish: printing("fish", fish, ["ack-ram-tool completion fish | source", FISH_EXAMPLE]),
    powershell: printing("PowerShell", powershell, [
      "ack-ram-tool completion powershell | Out-String | Invoke-Expression",
      "ack-ram-tool completion powershell >> $PROFILE",
    ]),
  },
});

function printing(shell: string, script: string, examples: readonly string[]): Command {
  return defineCommand({
    meta: { name: shell.toLowerCase(), description: `Print the completion script for ${shell}` },
    examples,
    args: {
      "no-descriptions": { type: "boolean", description: "Leave out the descriptions of commands and flags" },
    },
    run: async ({ world, flags }) => {
      const text = script.trimEnd();
      await world.stdout(flags["no-descriptions"] ? text.replaceAll(COMPLETE, COMPLETE_NAMES) : text);
    },
  });
}
