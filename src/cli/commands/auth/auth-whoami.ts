import { type CallerIdentity, getCallerIdentity } from "../../../alibaba/sts/get-caller-identity.ts";
import { openSession } from "../../../credentials/open-session.ts";
import { resolveCredentials } from "../../../credentials/resolve-credentials.ts";
import { stsEndpoint } from "../../../credentials/settings/sts-endpoint.ts";
import { ToolError } from "../../../errors/tool-error.ts";
import { defineCommand } from "../../command.ts";
import { outputFlag } from "../../flags/output-flag.ts";
import { roleFlag } from "../../flags/role-flag.ts";
import { credentialSettings } from "../../flags/credential-settings.ts";
import { renderTable } from "../../terminal/table.ts";

/** `auth whoami`: the identity of the credentials according to STS. */
export const authWhoamiCommand = defineCommand({
  meta: { name: "whoami", description: "Show the RAM identity behind the credentials (asks STS)" },
  examples: ["ack-ram-tool auth whoami", "ack-ram-tool auth whoami --role-arn acs:ram::123:role/dev --output json"],
  args: { ...roleFlag, ...outputFlag },
  run: async ({ world, flags, given, deadline }) => {
    const context = { settings: credentialSettings(flags, given, world.env), world };
    const found = await resolveCredentials(context);
    const { credentials, ports } = await openSession(found, deadline, world);
    if ("bearerToken" in credentials) {
      throw new ToolError({
        code: "credentials_invalid",
        message: "STS cannot tell who a bearer token belongs to",
        hint: "use credentials with an access key",
      });
    }
    const facts = identityFacts(await getCallerIdentity(stsEndpoint(context), credentials, ports));
    await world.stdout(flags.output === "json" ? JSON.stringify(facts, null, 2) : renderTable(Object.entries(facts)));
  },
});

/** The Go tool's rows. Only the ARN contains a role's or user's name. Rows without a value are left out. */
function identityFacts(identity: CallerIdentity): Readonly<Record<string, string>> {
  const [, roleName] = /:assumed-role\/([^/]+)\//.exec(identity.Arn) ?? [];
  const [, userName] = /:user\/(.+)$/.exec(identity.Arn) ?? [];
  const facts: Readonly<Record<string, string | null | undefined>> = {
    AccountId: identity.AccountId,
    IdentityType: identity.IdentityType,
    RoleId: identity.RoleId,
    RoleName: roleName,
    UserId: identity.UserId,
    UserName: userName,
    Arn: identity.Arn,
    PrincipalId: identity.PrincipalId,
  };
  const known = Object.entries(facts).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return Object.fromEntries(known);
}
