import { describe, expect, test } from "bun:test";
import { readExecInfo } from "../../../src/exec-credential/exec-info-from-environment.ts";
import { toolErrorOf } from "../../support/tool-error-of.ts";

function info(fields: object): { KUBERNETES_EXEC_INFO: string } {
  return { KUBERNETES_EXEC_INFO: JSON.stringify({ kind: "ExecCredential", ...fields }) };
}

describe("KUBERNETES_EXEC_INFO", () => {
  test.each([[{}], [{ KUBERNETES_EXEC_INFO: "" }], [{ KUBERNETES_EXEC_INFO: undefined }]])(
    "is absent in %j: a person runs the command",
    async (env) => {
      expect(await readExecInfo(env)).toBeUndefined();
    },
  );

  test.each([
    ["v1", { spec: { interactive: false } }],
    ["v1", { spec: { interactive: true } }],
    ["v1beta1", { spec: { interactive: false, cluster: { server: "https://fake.example" } } }],
    ["v1beta1", { spec: {} }],
    ["v1beta1", {}],
    ["v1", { metadata: {}, status: null, more: 1 }],
  ] as const)("asks for %s with %j", async (apiVersion, more) => {
    expect(await readExecInfo(info({ apiVersion: `client.authentication.k8s.io/${apiVersion}`, ...more }))).toEqual({
      apiVersion,
    });
  });

  test.each([
    "{",
    "v1",
    "null",
    "[]",
    "1",
    '"text"',
    " ",
    "{}",
    '{"kind":"Pod","apiVersion":"v1"}',
    '{"kind":"ExecCredential"}',
    '{"kind":"ExecCredential","apiVersion":1}',
    '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"interactive":fal',
    '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{}',
    '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{broken!!}}',
  ])("%j is refused, because kubectl does not write it", async (text) => {
    const error = await toolErrorOf(() => readExecInfo({ KUBERNETES_EXEC_INFO: text }));
    expect(error).toMatchObject({ code: "exec_info_invalid", exitCode: 1 });
    expect(error.message).toStartWith("KUBERNETES_EXEC_INFO is not ");
    expect(error.hint).toContain("unset it");
  });

  test.each(["client.authentication.k8s.io/v1alpha1", "client.authentication.k8s.io/v2", "v1", "", "example.com/v1"])(
    "the unknown version %j is an error that names the known ones",
    async (apiVersion) => {
      const error = await toolErrorOf(() => readExecInfo(info({ apiVersion })));
      expect(error.code).toBe("exec_info_invalid");
      expect(error.message).toContain(`"${apiVersion}"`);
      expect(error.message).toContain("client.authentication.k8s.io/v1 and client.authentication.k8s.io/v1beta1");
      expect(error.hint).toContain("kubeconfig");
    },
  );

  test.each(["v1", "v1beta1"] as const)(
    "means the same for %s in any spelling, kubectl's or another",
    async (apiVersion) => {
      const full = `client.authentication.k8s.io/${apiVersion}`;
      const byKubectl = `{"kind":"ExecCredential","apiVersion":"${full}","spec":{"interactive":true}}`;
      const others = [
        `${byKubectl}\n`,
        JSON.stringify({ apiVersion: full, kind: "ExecCredential", spec: {} }),
        byKubectl.replaceAll('":', '": '),
      ];
      for (const text of [byKubectl, ...others]) {
        expect(await readExecInfo({ KUBERNETES_EXEC_INFO: text })).toEqual({ apiVersion });
      }
    },
  );
});
