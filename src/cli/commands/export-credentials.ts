import type { AccessKeyCredentials, CloudCredentials } from "../../alibaba/cloud-credentials.ts";
import { openSession } from "../../credentials/open-session.ts";
import { resolveCredentials } from "../../credentials/resolve-credentials.ts";
import { ToolError, usageError } from "../../errors/tool-error.ts";
import { FORMATS } from "../../export-credentials/format-credentials.ts";
import { runWithCredentials } from "../../export-credentials/run-with-credentials.ts";
import { credentialSettings } from "../flags/credential-settings.ts";
import { defineCommand } from "../command.ts";
import { roleFlag } from "../flags/role-flag.ts";
import { utcTime } from "../../log/log.ts";

/** `export-credentials`: prints the credentials in the Go tool's formats, or runs a command with them. */
export const exportCredentialsCommand = defineCommand({
  meta: {
    name: "export-credentials",
    description: "Print the credentials, which are secret, or run a program with them",
  },
  examples: [
    "ack-ram-tool export-credentials --format env   # for a shell to evaluate",
    "ack-ram-tool export-credentials --profile-name prod --format env -- terraform plan",
    "ack-ram-tool export-credentials --role-arn acs:ram::1234567890123456:role/ci --format aliyun-cli-uri-json",
  ],
  args: {
    command: {
      type: "positional",
      required: false,
      repeatable: true,
      valueHint: "-- COMMAND",
      description: "A program and its arguments, run with the credentials in its environment",
    },
    format: {
      type: "enum",
      alias: "f",
      options: [
        "aliyun-cli-config-json",
        "aliyuncli-json",
        "aliyun-cli-uri-json",
        "aliyuncli-uri",
        "ecs-metadata-json",
        "ecs",
        "credential-file-ini",
        "ini",
        "environment-variables",
        "env",
      ],
      default: "aliyun-cli-config-json",
      valueHint: "FORMAT",
      description: "Output format; each has a long and a short name",
    },
    ...roleFlag,
  },
  isInteractive: true,
  run: async ({ world, flags, given, deadline }) => {
    const { command, format } = flags;
    // An unset variable in a script: it must not print the secrets.
    if (command.length === 0 && (given.has("command") || world.argv.includes("--")))
      throw usageError("there is no command after --", "name the program to run, or leave out the --");
    if (command.length > 0 && given.has("format") && !format.startsWith("env")) {
      throw usageError(
        `--format ${format} cannot be used with a command`,
        "leave --format out: a command gets the credentials in environment variables",
      );
    }
    const found = await resolveCredentials({ settings: credentialSettings(flags, given, world.env), world });
    const { credentials } = await openSession(found, deadline, world);
    const keys = withKeys(credentials);
    if (command.length > 0) return await runWithCredentials(command, keys, world);
    if (keys.expiration !== undefined) world.log.info(`the credentials expire at ${utcTime(keys.expiration)}`);
    if (await world.isTerminal("stdout")) world.log.warn("the output is secret: whoever reads it can act in your name");
    await world.stdout(FORMATS[format](keys, world.now()));
    return 0;
  },
});

/** @throws ToolError `credentials_invalid` */
function withKeys(credentials: CloudCredentials): AccessKeyCredentials {
  if (!("bearerToken" in credentials)) return credentials;
  throw new ToolError({
    code: "credentials_invalid",
    message: "a bearer token cannot be exported: no format has a field for it",
    hint: "use credentials with an access key",
  });
}
