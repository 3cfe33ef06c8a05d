import { resolveCredentials } from "../../../credentials/resolve-credentials.ts";
import { reportProviders } from "../../../credentials/provider-report.ts";
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
    const { warnings = [] } = await resolveCredentials(context);
    for (const warning of warnings) world.log.warn(warning);
  },
});
