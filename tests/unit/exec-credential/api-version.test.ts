import { expect, test } from "bun:test";
import { type ApiVersion, negotiateApiVersion } from "../../../src/exec-credential/api-version.ts";

test.each<[ApiVersion | undefined, ApiVersion | undefined, ApiVersion]>([
  [undefined, undefined, "v1beta1"],
  ["v1", undefined, "v1"],
  ["v1beta1", undefined, "v1beta1"],
  [undefined, "v1", "v1"],
  [undefined, "v1beta1", "v1beta1"],
  ["v1", "v1", "v1"],
  ["v1beta1", "v1beta1", "v1beta1"],
])("flag %s, kubectl %s: %s without a warning", (flag, asked, version) => {
  expect(negotiateApiVersion(flag, asked)).toEqual({ version, warning: undefined });
});

test.each<[ApiVersion, ApiVersion]>([
  ["v1", "v1beta1"],
  ["v1beta1", "v1"],
])("flag %s, kubectl %s: kubectl's is used, and a warning names both", (flag, asked) => {
  const { version, warning } = negotiateApiVersion(flag, asked);
  expect(version).toBe(asked);
  expect(warning).toContain(`client.authentication.k8s.io/${asked}`);
  expect(warning).toContain(`--api-version says ${flag}:`);
});
