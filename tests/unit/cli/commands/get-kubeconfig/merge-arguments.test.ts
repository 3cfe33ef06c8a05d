import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { parseArguments } from "../../../../../src/cli/arguments/parse-arguments.ts";
import { getCredentialCommand } from "../../../../../src/cli/commands/credential-plugin/get-credential-command.ts";
import { getCredentialFlags } from "../../../../../src/cli/flags/get-credential-flags.ts";
import { globalFlags } from "../../../../../src/cli/flags/global-flags.ts";
import { mergeArguments } from "../../../../../src/cli/commands/get-kubeconfig/merge-arguments.ts";

const get = "credential-plugin get-credential";

/** Arguments without spaces in them. */
function keep(existing: string, wanted: string, ...chosen: string[]): string {
  return mergeArguments(existing.split(" "), wanted.split(" "), new Set(["cluster-id", ...chosen])).join(" ");
}

describe("an argument in the kubeconfig that is not chosen now", () => {
  test.each([
    [
      "flags before the commands' names",
      `--log-level debug -c c1 ${get} --no-cache`,
      `${get} --cluster-id c1 --role-arn r`,
      `${get} --cluster-id c1 --role-arn r --log-level debug --no-cache`,
    ],
    [
      "flags between the commands' names",
      "credential-plugin -c c1 -v get-token",
      `${get} --cluster-id c1`,
      `${get} --cluster-id c1 -v`,
    ],
    ["all of it, in whatever order", `-cc1 -v ${get}`, `${get} --cluster-id c1`, `-cc1 -v ${get}`],
    [
      "a flag by hand",
      `${get} -c c1 --log-level debug`,
      `${get} --cluster-id c1 --profile-name dev`,
      `${get} --cluster-id c1 --profile-name dev --log-level debug`,
    ],
    [
      "a flag in another form",
      `${get} --log-level=debug -c=c1`,
      `${get} --cluster-id c1 --no-cache`,
      `${get} --cluster-id c1 --no-cache --log-level=debug`,
    ],
    [
      "a switch",
      `${get} -v --cluster-id c1 --no-cache`,
      `${get} --cluster-id c1 --role-arn r`,
      `${get} --cluster-id c1 --role-arn r -v --no-cache`,
    ],
    [
      "a flag of another version",
      `${get} --new-one x --newer=y --switch --cluster-id c1`,
      `${get} --cluster-id c1 --role-arn r`,
      `${get} --cluster-id c1 --role-arn r --new-one x --newer=y --switch`,
    ],
    [
      "a value that is only a default now",
      `${get} --cluster-id c1 --expiration 8h`,
      `${get} --cluster-id c1 --expiration 3h0m0s --role-arn r`,
      `${get} --cluster-id c1 --role-arn r --expiration 8h`,
    ],
  ])("stays: %s", (_, existing, wanted, expected) => {
    expect(keep(existing, wanted, "role-arn", "profile-name")).toBe(expected);
  });

  test.each([
    [
      "another value",
      `${get} --cluster-id c1 --expiration 8h`,
      `${get} --cluster-id c1 --expiration 1h0m0s`,
      "expiration",
      `${get} --cluster-id c1 --expiration 1h0m0s`,
    ],
    [
      "a default",
      `${get} --cluster-id c1 --expiration 8h`,
      `${get} --cluster-id c1`,
      "expiration",
      `${get} --cluster-id c1`,
    ],
    ["another cluster", `${get} -cc1 -v`, `${get} --cluster-id c2`, "x", `${get} --cluster-id c2 -v`],
    [
      "a token",
      `${get} --cluster-id c1 --expiration 8h --timeout 5s`,
      "credential-plugin get-token --cluster-id c1",
      "x",
      "credential-plugin get-token --cluster-id c1 --timeout 5s",
    ],
  ])("gives way to %s", (_, existing, wanted, chosen, expected) => {
    expect(keep(existing, wanted, chosen)).toBe(expected);
  });

  test.each([
    `${get} --log-level debug --cluster-id c1`,
    `${get} -c c1 --log-level=debug`,
    `${get} --cluster-id=c1 --log-level debug stray`,
  ])("stays as it is if nothing is chosen: %s", (existing) => {
    const wanted = `${get} --cluster-id c1`;
    expect(keep(existing, wanted)).toBe(existing);
    const changed = keep(existing, `${wanted} --no-cache`, "no-cache");
    expect(keep(changed, `${wanted} --no-cache`, "no-cache")).toBe(changed);
  });
});

const FLAGS = Object.entries({ ...getCredentialFlags, ...globalFlags });

/** Words of some flags of the plugin, in any of pflag's forms. */
const someFlags = fc
  .array(
    fc.tuple(
      fc.constantFrom(...FLAGS),
      fc.stringMatching(/^[a-z0-9][a-z0-9.:/=-]{0,5}$/),
      fc.constantFrom("--name value", "--name=value", "-n value", "-nvalue", "-n=value"),
    ),
  )
  .map((list) =>
    list.flatMap(([[name, flag], value, form]) => {
      if (flag.type === "boolean") return [`--${name}`];
      const short = "alias" in flag ? `-${flag.alias}` : undefined;
      if (short !== undefined && form === "-n value") return [short, value];
      if (short !== undefined && form === "-nvalue") return [`${short}${value.replace(/^=/, "")}`];
      if (short !== undefined && form === "-n=value") return [`${short}=${value}`];
      return form === "--name=value" ? [`--${name}=${value}`] : [`--${name}`, value];
    }),
  );

async function meaningOf(line: readonly string[]): Promise<Record<string, unknown>> {
  const { given, mistake } = await parseArguments(line.slice(2), getCredentialCommand, globalFlags);
  expect(mistake).toBeUndefined();
  return Object.fromEntries(given);
}

test("the new arguments say what was chosen, and for the rest what the old ones said, in whatever form", async () => {
  await fc.assert(
    fc.asyncProperty(someFlags, someFlags, async (existing, wanted) => {
      const [before, now] = [
        [...get.split(" "), ...existing],
        [...get.split(" "), ...wanted],
      ];
      const [told, chosen] = [await meaningOf(before), await meaningOf(now)];
      const result = mergeArguments(before, now, new Set(Object.keys(chosen)));
      expect(await meaningOf(result)).toEqual({ ...told, ...chosen });
      expect(mergeArguments(result, now, new Set(Object.keys(chosen)))).toEqual(result);
    }),
    { numRuns: 300 },
  );
});
