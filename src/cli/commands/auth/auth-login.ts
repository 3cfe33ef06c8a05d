import { type CallerIdentity, getCallerIdentity } from "../../../alibaba/sts/get-caller-identity.ts";
import { createSend } from "../../../http/http-client.ts";
import { saveProfile } from "../../../credentials/aliyun-config/save-profile.ts";
import { stsEndpoint } from "../../../credentials/field-readers/choose-sts-endpoint.ts";
import { printable } from "../../../errors/escape-control-characters.ts";
import { openSession } from "../../../credentials/open-session.ts";
import { renewsSignIn } from "../../../credentials/source.ts";
import { resolveCredentials } from "../../../credentials/resolve-credentials.ts";
import type { CredentialSettings } from "../../../credentials/provider.ts";
import type { LoggedWorld } from "../../../log/logged-world.ts";
import type { SignInContext } from "../../../sign-in/sign-in-context.ts";
import { credentialSettings } from "../../flags/credential-settings.ts";
import { defineCommand } from "../../command.ts";
import { outputFlag } from "../../flags/output-flag.ts";
import { progressLine } from "../../terminal/progress-line.ts";
import { type LoginProfile, NO_SESSION, readLoginProfile } from "./login-profile.ts";
import { type SignedIn, signIn } from "./run-sign-in.ts";
import { utcTime } from "../../../log/log.ts";

/** `auth login`: signs in, and saves the sign-in in config.json as the aliyun CLI does. */
export const authLoginCommand = defineCommand({
  meta: {
    name: "login",
    description: "Sign in with a browser (CloudSSO or OAuth), and save the sign-in in config.json",
  },
  examples: [
    "ack-ram-tool auth login --profile-name dev",
    "ack-ram-tool auth login --profile-name dev --mode CloudSSO --sign-in-url https://signin-cn-shanghai.alibabacloudsso.com/example/login",
    "ack-ram-tool auth login --profile-name me --mode OAuth --site cn --no-browser",
  ],
  args: {
    mode: {
      type: "enum",
      options: ["CloudSSO", "OAuth"],
      description: "Sign-in mode of a new profile; to change that of an existing one, add --assume-yes",
    },
    "sign-in-url": {
      type: "string",
      valueHint: "URL",
      description: "CloudSSO: the sign-in URL from the administrator",
    },
    "account-id": { type: "string", valueHint: "ID", description: "CloudSSO: the account, by id or name" },
    "access-configuration": {
      type: "string",
      valueHint: "ID",
      description: "CloudSSO: the access configuration, by id or name",
    },
    site: { type: "enum", options: ["cn", "intl"], description: "OAuth: the site of the account" },
    "no-browser": {
      type: "boolean",
      description: "Do not open a browser; OAuth: paste the address of the last page",
    },
    "set-current": { type: "boolean", description: "Make the profile the current one" },
    ...outputFlag,
    timeout: {
      type: "string",
      valueHint: "DURATION",
      default: "5m",
      description: "Time limit for the whole sign-in",
    },
  },
  isInteractive: true,
  run: async ({ world, flags, given, deadline, raw }) => {
    const profile = await readLoginProfile(flags, world);
    const progress = await progressLine({ ...world, ...raw });
    const isAsked = (await world.isTerminal("stdin")) || flags["no-browser"];
    const ports: SignInContext = {
      ...world,
      deadline,
      send: createSend({ ...world, deadline }),
      caller: { identity: "this sign-in", origin: profile.description },
      say: (line) => {
        progress.clear();
        world.stderr(line);
      },
      showWaiting: progress.show,
      endWaiting: progress.clear,
      ask: isAsked ? (question, signal) => world.readLine(printable(question), signal) : undefined,
      mayOpenBrowser: !flags["no-browser"],
    };
    const settings = credentialSettings({ ...flags, "role-arn": undefined }, given, world.env);
    const sts = stsEndpoint({ settings, world });
    const before = await whoWas(profile, settings, sts, ports, world);
    const signedIn = await signIn(profile, flags, ports);
    const identity = await getCallerIdentity(sts, signedIn.credentials, ports);
    if (before !== undefined && before !== identity.Arn) world.log.warn(`the identity has changed; it was ${before}`);
    await saveProfile(
      profile.file,
      {
        name: profile.name,
        changes: { ...signedIn.fields, ...NO_SESSION },
        otherwise: { region_id: flags["region-id"] ?? "cn-hangzhou", output_format: "json", language: "en" },
        setCurrent: flags["set-current"],
      },
      { ...world, deadline },
    );
    await world.stdout(render(profile, signedIn, identity, flags.output));
  },
});

/** The profile's identity before this sign-in; undefined if it is unknown, or if only a renewal could tell. */
async function whoWas(
  { file, name, fields }: LoginProfile,
  settings: CredentialSettings,
  sts: string,
  ports: SignInContext,
  world: LoggedWorld,
): Promise<string | undefined> {
  if (fields === undefined) return undefined;
  try {
    const found = await resolveCredentials({ settings: { ...settings, profileFile: file, profileName: name }, world });
    if (renewsSignIn(found.source)) return undefined;
    const { credentials } = await openSession(found, ports.deadline, world);
    return "bearerToken" in credentials ? undefined : (await getCallerIdentity(sts, credentials, ports)).Arn;
  } catch {
    return undefined;
  }
}

function render(
  { name, file }: LoginProfile,
  { expiration }: SignedIn,
  identity: CallerIdentity,
  output: "text" | "json",
): string {
  const until = expiration === undefined ? undefined : new Date(expiration).toISOString();
  if (output === "json") {
    const facts = { profile: name, file, accountId: identity.AccountId, arn: identity.Arn, until };
    return JSON.stringify(facts, null, 2);
  }
  return [
    `signed in as ${identity.Arn} (account ${identity.AccountId})${until === undefined ? "" : ` until ${utcTime(until)}`}`,
    `saved in profile ${JSON.stringify(name)} of ${file}`,
  ].join("\n");
}
