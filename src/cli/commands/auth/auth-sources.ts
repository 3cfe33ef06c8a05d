import { resolveCredentials } from "../../../credentials/resolve-credentials.ts";
import { reportProviders } from "../../../credentials/provider-report.ts";
import { ToolError } from "../../../errors/tool-error.ts";
import { printableLine } from "../../../errors/escape-control-characters.ts";
import { defineCommand } from "../../command.ts";
import { outputFlag } from "../../flags/output-flag.ts";
import { roleFlag } from "../../flags/role-flag.ts";
import { credentialSettings } from "../../flags/credential-settings.ts";
import { renderTable } from "../../terminal/table.ts";

const STATES = { used: "used", found: "not used", absent: "nothing", broken: "broken", skipped: "skipped" } as const;

/** `auth sources`: lists every provider in order, and fails if none has credentials. Sends no request. */
export const authSourcesCommand = defineCommand({
  meta: { name: "sources", description: "Show every provider of credentials, and which one is used" },
  examples: ["ack-ram-tool auth sources", "ack-ram-tool auth sources --profile-name prod --output json"],
  args: { ...roleFlag, ...outputFlag },
  run: async ({ world, flags, given }) => {
    const context = { settings: credentialSettings(flags, given, world.env), world };
    const places = await reportProviders(context, world.now());
    await world.stdout(
      flags.output === "json"
        ? JSON.stringify(places, null, 2)
        : renderTable(
            places.map(({ place, state, detail }, index) => [
              `${index + 1}.`,
              place,
              STATES[state],
              printableLine(detail),
            ]),
          ),
    );
    const { warnings = [] } = await resolveCredentials(context).catch((error: unknown) => {
      throw withoutPlaces(error);
    });
    for (const warning of warnings) world.log.warn(warning);
  },
});

/** The error that nothing was found, without the list of places: the table has just shown them. */
function withoutPlaces(error: unknown): unknown {
  if (!(error instanceof ToolError) || error.code !== "credentials_not_found") return error;
  const [message = ""] = error.message.split("\n", 1);
  return new ToolError({ code: error.code, message, hint: error.hint });
}
