import * as v from "valibot";
import type { CloudCredentials } from "../../alibaba/cloud-credentials.ts";
import { readVariable } from "../../environment.ts";
import * as VARIABLES from "../../variables.ts";
import { ToolError } from "../../errors/tool-error.ts";
import type { Log } from "../../log/log.ts";
import { readValue } from "../../schema/read-json.ts";
import { errnoOf } from "../../world/errno.ts";
import type { LoadPorts } from "../load-ports.ts";
import type { SdkSource } from "../source.ts";

const credentialsSchema = v.object({
  accessKeyId: v.pipe(v.string(), v.nonEmpty()),
  accessKeySecret: v.pipe(v.string(), v.nonEmpty()),
  securityToken: v.optional(v.nullable(v.string())),
});

/**
 * Credentials through the official package, for what this tool does not speak itself. The package puts signed URLs and file
 * contents into its errors, so nothing of them reaches the user; it lets a variable switch TLS verification off, so it is
 * not run under that variable; it has no total deadline, so it gets one.
 * @throws ToolError `credentials_failed`, `credentials_invalid`, `timeout`
 */
export async function loadWithSdk(source: SdkSource, ports: LoadPorts): Promise<CloudCredentials> {
  const { env, deadline, log, silencePackages } = ports;
  if (readVariable(env, VARIABLES.tlsVerification) === "0") {
    throw new ToolError({
      code: "credentials_invalid",
      message: `${VARIABLES.tlsVerification}=0 would let the official SDK send credentials to anybody`,
      hint: `unset ${VARIABLES.tlsVerification}; for a private CA set NODE_EXTRA_CA_CERTS instead`,
    });
  }
  // It uses url.parse(), which prints a deprecation warning on stderr at each call.
  silencePackages();
  const answer = await Promise.race([askSdk(source, log), ended(deadline.signal)]);
  const read = readValue(credentialsSchema, answer);
  if (!read.ok) throw failed(source, deadline.signal.aborted ? deadline.limit : undefined);
  const { accessKeyId, accessKeySecret, securityToken } = read.value;
  return { accessKeyId, accessKeySecret, securityToken: securityToken || undefined };
}

/** What the package found, or undefined. */
async function askSdk({ profileName }: SdkSource, log: Log): Promise<unknown> {
  const sdk = await import("@alicloud/credentials");
  const builder =
    profileName === undefined
      ? sdk.DefaultCredentialsProvider.builder()
      : sdk.CLIProfileCredentialsProvider.builder().withProfileName(profileName);
  try {
    // Building it fails, too: where a variable forbids the aliyun CLI's profiles.
    return await builder.build().getCredentials();
  } catch (error) {
    // Its message may hold a signed URL.
    const name = error instanceof Error ? error.name : typeof error;
    log.debug(`the official SDK failed: ${[name, errnoOf(error)].filter(Boolean).join(" ")}`);
    return undefined;
  }
}

function ended(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

function failed({ profileName }: SdkSource, limit: string | undefined): ToolError {
  if (limit !== undefined) {
    return new ToolError({
      code: "timeout",
      message: `the official SDK gave no credentials in time (${limit})`,
      hint: "check the network, or allow more time with --timeout",
    });
  }
  return profileName === undefined
    ? new ToolError({
        code: "credentials_failed",
        message: "the official SDK's default chain found no credentials",
        hint: "try without --credential-type sdk: ack-ram-tool then says which places it looked at",
      })
    : new ToolError({
        code: "credentials_failed",
        message: `profile "${profileName}" has a mode that ack-ram-tool does not know, and the official SDK got no credentials from it either`,
        hint: `modes are case-sensitive; write the profile anew with: aliyun configure --profile ${profileName}`,
      });
}
