import { expect, test } from "bun:test";
import { rootCommand } from "../../../../src/cli/commands/root.ts";
import { getCredentialCommand } from "../../../../src/cli/commands/credential-plugin/get-credential-command.ts";
import { resolveFlags } from "../../../../src/cli/arguments/flag-values.ts";
import { globalFlags } from "../../../../src/cli/flags/global-flags.ts";
import { parseArguments } from "../../../../src/cli/arguments/parse-arguments.ts";
import { readClusterId } from "../../../../src/cli/flags/cluster-id.ts";
import { readExpiration } from "../../../../src/cli/flags/expiration.ts";
import { GO_KUBECONFIG_LINES } from "../../../support/go-kubeconfig-lines.ts";

test.each(GO_KUBECONFIG_LINES)("the Go tool's kubeconfig line is accepted: %s", async (_, line) => {
  const { path, given, mistake } = await parseArguments(line, rootCommand, globalFlags);
  expect(mistake).toBeUndefined();
  expect(path.at(-1)).toBe(getCredentialCommand);

  const { values, warnings } = resolveFlags({ ...getCredentialCommand.args, ...globalFlags }, given, {});
  expect(warnings).toEqual([]);
  expect(readClusterId(String(values["cluster-id"]))).toBe("c1234567890abcdef1234567890abcdef");
  expect(readExpiration(String(values["expiration"]))).toBeOneOf([0, 15, 180, 4320]);
  expect(values["credential-cache-dir"]).toBe("~/.kube/cache/ack-ram-tool/credential-plugin");
  expect(values["log-level"]).toBe("error");
});
