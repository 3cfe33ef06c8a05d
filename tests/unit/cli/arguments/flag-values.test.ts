import { describe, expect, test } from "bun:test";
import type { ApiVersion } from "../../../../src/exec-credential/api-version.ts";
import { getCredentialFlags } from "../../../../src/cli/flags/get-credential-flags.ts";
import { outputFlag } from "../../../../src/cli/flags/output-flag.ts";
import { flagValues, resolveFlags } from "../../../../src/cli/arguments/flag-values.ts";
import type { Flags } from "../../../../src/cli/arguments/flag.ts";
import { globalFlags } from "../../../../src/cli/flags/global-flags.ts";
import { toolErrorOf } from "../../../support/tool-error-of.ts";

const apiVersion = { "api-version": getCredentialFlags["api-version"] };

const flags = {
  place: { type: "string", env: ["FIRST_PLACE", "SECOND_PLACE"] },
  shape: { type: "enum", options: ["round", "square"], default: "round", env: ["SHAPE"] },
  loud: { type: "boolean", env: ["LOUD"] },
} as const satisfies Flags;

function given(values: Readonly<Record<string, string | boolean>> = {}): ReadonlyMap<string, string | boolean> {
  return new Map(Object.entries(values));
}

describe("a string flag", () => {
  test.each([
    ["the flag wins over its variables", { place: "here" }, { FIRST_PLACE: "one" }, "here"],
    ["the first variable wins over the second", {}, { FIRST_PLACE: "one", SECOND_PLACE: "two" }, "one"],
    ["an empty variable counts as unset", {}, { FIRST_PLACE: "", SECOND_PLACE: "two" }, "two"],
    ["an empty flag gives way to its variable", { place: "" }, { SECOND_PLACE: "two" }, "two"],
    ["without either there is no value", {}, {}, undefined],
    ["an empty flag without variables is no value", { place: "" }, {}, undefined],
  ])("%s", (_, flag, env, value) => {
    expect(resolveFlags(flags, given(flag), env).values["place"]).toBe(value);
  });

  test("a default fills in last", () => {
    expect(resolveFlags(flags, given(), {}).values["shape"]).toBe("round");
    expect(resolveFlags(flags, given(), { SHAPE: "square" }).values["shape"]).toBe("square");
  });

  test("a required one that is missing or empty is a usage error naming it", async () => {
    const required = { id: { type: "string", required: true, description: "The id" } } as const satisfies Flags;
    for (const values of [given(), given({ id: "" })]) {
      const error = await toolErrorOf(() => resolveFlags(required, values, {}));
      expect(error).toMatchObject({ code: "usage", message: "--id is missing", hint: "--id: The id" });
    }
  });
});

describe("an enum flag", () => {
  test("a value that is not among its options is a usage error naming the flag and the options", async () => {
    const error = await toolErrorOf(() => resolveFlags(flags, given({ shape: "flat" }), {}));
    expect(error.exitCode).toBe(2);
    expect(error.message).toBe('invalid --shape "flat": must be one of round, square');
  });

  test("a value of the Go tool gets a hint at what replaces it", async () => {
    const error = await toolErrorOf(() => resolveFlags(globalFlags, given({ "credential-type": "sdk" }), {}));
    expect(error.hint).toStartWith("leave it out");
  });

  test("a wrong value in its variable is blamed on that variable", async () => {
    const error = await toolErrorOf(() => resolveFlags(flags, given(), { SHAPE: "flat" }));
    expect(error.message).toStartWith('invalid SHAPE "flat": must be one of');
  });

  test("a wrong variable does not matter where the flag is given", () => {
    expect(resolveFlags(flags, given({ shape: "square" }), { SHAPE: "flat" }).values["shape"]).toBe("square");
  });
});

describe("a switch", () => {
  test.each(["1", "t", "T", "true", "TRUE", "True"])("its variable says yes with Go's %s", (value) => {
    expect(resolveFlags(flags, given(), { LOUD: value }).values["loud"]).toBe(true);
  });

  test.each(["0", "f", "F", "false", "FALSE", "False"])(
    "its variable says no with Go's %s, without a warning",
    (value) => {
      expect(resolveFlags(flags, given(), { LOUD: value })).toMatchObject({ values: { loud: false }, warnings: [] });
    },
  );

  test.each(["yes", "on", "tRUE", "2"])("its variable has no effect with %j, and a warning says so", (value) => {
    const { values, warnings } = resolveFlags(flags, given(), { LOUD: value });
    expect(values["loud"]).toBe(false);
    expect(warnings).toEqual([`ignoring invalid LOUD "${value}": must be true or false`]);
  });

  test("that is given wins over its variable, also when it is switched off", () => {
    expect(resolveFlags(flags, given({ loud: false }), { LOUD: "1" }).values["loud"]).toBe(false);
    expect(resolveFlags(flags, given({ loud: true }), { LOUD: "0" }).values["loud"]).toBe(true);
    expect(resolveFlags(flags, given({ loud: false }), {}).values["loud"]).toBe(false);
  });
});

describe("the global flags' variables", () => {
  test.each([
    ["region-id", "ACK_RAM_TOOL_REGION_ID", "cn-hangzhou"],
    ["profile-file", "ACK_RAM_TOOL_PROFILE_FILE", "/f.json"],
    ["profile-name", "ACK_RAM_TOOL_PROFILE_NAME", "dev"],
    ["profile-name", "ACK_RAM_TOOL_PROFIL_ENAME", "dev"],
    ["profile-name", "ALIBABA_CLOUD_PROFILE", "dev"],
    ["credential-type", "ACK_RAM_TOOL_CREDENTIAL_TYPE", "imds"],
    ["sts-endpoint", "ACK_RAM_TOOL_STS_ENDPOINT", "sts.example"],
    ["sts-endpoint", "ALIBABA_CLOUD_STS_ENDPOINT", "sts.example"],
    ["cs-endpoint", "ACK_RAM_TOOL_CS_ENDPOINT", "cs.example"],
    ["cs-endpoint", "CS_ENDPOINT", "cs.example"],
    ["ram-endpoint", "ACK_RAM_TOOL_RAM_ENDPOINT", "ram.example"],
    ["ram-endpoint", "RAM_ENDPOINT", "ram.example"],
    ["log-level", "ACK_RAM_TOOL_LOG_LEVEL", "error"],
  ])("--%s comes from %s", (flag, variable, value) => {
    expect(resolveFlags(globalFlags, given(), { [variable]: value }).values[flag]).toBe(value);
  });

  test.each([
    ["ignore-env-credentials", "ACK_RAM_TOOL_IGNORE_ENV_CREDENTIALS"],
    ["ignore-aliyun-cli-credentials", "ACK_RAM_TOOL_IGNORE_ALIYUN_CLI_CREDENTIALS"],
    ["verbose", "ACK_RAM_TOOL_VERBOSE"],
    ["assume-yes", "ACK_RAM_TOOL_ASSUME_YES"],
  ])("--%s comes from %s", (flag, variable) => {
    expect(resolveFlags(globalFlags, given(), { [variable]: "true" }).values[flag]).toBe(true);
  });

  test("the profile's names count in their order", () => {
    const env = {
      ALIBABA_CLOUD_PROFILE: "third",
      ACK_RAM_TOOL_PROFIL_ENAME: "second",
      ACK_RAM_TOOL_PROFILE_NAME: "first",
    };
    expect(resolveFlags(globalFlags, given(), env).values["profile-name"]).toBe("first");
    expect(resolveFlags(globalFlags, given(), { ...env, ACK_RAM_TOOL_PROFILE_NAME: "" }).values["profile-name"]).toBe(
      "second",
    );
  });

  test("no other region variable is read", () => {
    const env = { ALIBABA_CLOUD_REGION_ID: "cn-beijing", ALICLOUD_REGION_ID: "cn-beijing" };
    expect(resolveFlags(globalFlags, given(), env).values["region-id"]).toBeUndefined();
  });
});

test("an enum's value is typed as one of its options", () => {
  const output: "text" | "json" = flagValues(outputFlag, new Map(), {}).output;
  const version: ApiVersion | undefined = flagValues(apiVersion, new Map([["api-version", "v1"]]), {})["api-version"];
  expect([output, version]).toEqual(["text", "v1"]);
});
