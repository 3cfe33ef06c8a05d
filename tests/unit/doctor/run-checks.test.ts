import { expect, test } from "bun:test";
import { type Check, ok } from "../../../src/doctor/check.ts";
import { runChecks } from "../../../src/doctor/run-checks.ts";
import { gatherFacts } from "../../../src/doctor/gather-facts.ts";
import { ToolError } from "../../../src/errors/tool-error.ts";
import { farDeadline } from "../../support/deadlines.ts";
import { fakeWorld } from "../../support/fake-world.ts";
import { recordedLog } from "../../support/recorded-log.ts";
import { searchContext } from "../../support/search-context.ts";

const good: Check = { name: "good", run: () => Promise.resolve([ok("fine")]) };

test.each([
  ["its failure", new ToolError({ code: "tls", message: "no trust", hint: "trust" }), "no trust", "trust", []],
  [
    "a bug",
    new TypeError("x is not a function"),
    "an internal error in this check",
    "report it as a bug of ack-ram-tool",
    ["debug: the check bad broke: TypeError: x is not a function"],
  ],
])("a check that throws %s is reported, and the other checks go on", async (_, error, text, fix, lines) => {
  const log = recordedLog();
  const facts = gatherFacts(
    {
      clusterId: undefined,
      description: "nothing",
      settings: searchContext({}).settings,
      csEndpointIn: () => "https://cs.example",
      stsEndpoint: () => "https://sts.example",
      expirationMinutes: 180,
      cacheDirectories: ["/cache"],
      kubeconfigs: [],
      isKubeconfigNamed: false,
      argumentsProblem: undefined,
      isCallKnown: true,
      isForToken: false,
      contextName: undefined,
      context: undefined,
      nearestContext: undefined,
      typed: new Map(),
      isAboutKubectl: false,
      program: "ack-ram-tool",
      kubectl: fakeWorld(),
      problemWith: () => Promise.resolve(undefined),
      deadline: farDeadline,
    },
    { ...fakeWorld(), log },
  );
  const bad: Check = { name: "bad", run: () => Promise.reject(error) };
  expect(await runChecks([bad, good], facts)).toEqual([
    { name: "bad", findings: [{ verdict: "failure", text, fix }] },
    { name: "good", findings: [ok("fine")] },
  ]);
  expect(log.lines).toEqual(lines);
});
