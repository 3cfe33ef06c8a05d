import { expect, test } from "bun:test";
import Ajv from "ajv";
import schema from "../../../.github/docs/doctor.schema.json" with { type: "json" };
import { CHECKS } from "../../../src/doctor/all-checks.ts";
import { meetAlice } from "../../support/alice.ts";

test("a report matches the schema in the repository", async () => {
  const alice = await meetAlice();
  try {
    await alice.program("get-kubeconfig", "-c", alice.cloud.clusters.production.id, "--write");
    const isReport = new Ajv().compile(schema);
    for (const argv of [["doctor"], ["doctor", "--context", "nope"], ["doctor", "--cluster-id", "c1"]]) {
      const { stdout } = await alice.tool([...argv, "--output", "json"]);
      isReport(JSON.parse(stdout));
      expect(isReport.errors).toBeNull();
    }
  } finally {
    await alice.leave();
  }
});

test("the schema names every check", () => {
  const names = schema.properties.checks.items.properties.name.enum;
  expect(names).toEqual(CHECKS.map(({ name }) => name));
});
