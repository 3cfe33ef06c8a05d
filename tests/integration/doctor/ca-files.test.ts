import { describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { readDoctorReport } from "../../support/doctor-report.ts";
import { type Scene, setScene } from "../../support/scene.ts";

const body = (pem: string) => pem.replaceAll(/-----[^-]+-----|\n/g, "");
const BROKEN = "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUYm\n-----END CERTIFICATE-----\n";

/** Ways to write a CA into a file. The runtime decides which of them it accepts. */
const FORMS: Readonly<Record<string, (pem: string) => string | Uint8Array>> = {
  PEM: (pem) => pem,
  "PEM with CRLF": (pem) => pem.replaceAll("\n", "\r\n"),
  "no line break at the end": (pem) => pem.trimEnd(),
  "text before and after": (pem) => `# our CA\n${pem}# end\n`,
  twice: (pem) => pem + pem,
  "a byte order mark": (pem) => `\uFEFF${pem}`,
  "indented lines": (pem) => pem.replaceAll(/^/gm, "  "),
  "a broken block after it": (pem) => pem + BROKEN,
  "a broken block before it": (pem) => BROKEN + pem,
  "TRUSTED CERTIFICATE": (pem) => pem.replaceAll("CERTIFICATE", "TRUSTED CERTIFICATE"),
  "X509 CERTIFICATE": (pem) => pem.replaceAll("CERTIFICATE", "X509 CERTIFICATE"),
  "one line of base64": (pem) => `-----BEGIN CERTIFICATE-----\n${body(pem)}\n-----END CERTIFICATE-----\n`,
  DER: (pem) => new X509Certificate(pem).raw,
  nothing: () => "",
  "another kind of PEM": (pem) => pem.replaceAll("CERTIFICATE", "PUBLIC KEY"),
  "UTF-16": (pem) => Buffer.from(`\uFEFF${pem}`, "utf16le"),
};

async function trustVerdict(
  scene: Scene,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const { stdout } = await scene.run(["doctor", "--output", "json"], variables);
  return readDoctorReport(stdout).checks.find(({ name }) => name === "trust")?.findings[0]?.verdict;
}

describe("the doctor trusts a CA file if the runtime does", () => {
  const rows = Object.keys(FORMS).flatMap((form) =>
    ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"].map((name) => [name, form] as const),
  );
  test.each(rows)("%s: %s", async (name, form) => {
    await using scene = await setScene();
    const path = `${scene.home}/ca`;
    await Bun.write(path, FORMS[form]?.(scene.cloud.certificateAuthorityPem) ?? "");
    const variables = { ...scene.alice, NODE_EXTRA_CA_CERTS: undefined, [name]: path };
    const isTrusted = (await scene.run(["auth", "whoami"], variables)).exitCode === 0;
    expect(await trustVerdict(scene, variables)).toBe(isTrusted ? "ok" : "failure");
  });
});
