import { expect, test } from "bun:test";
import { getCredential } from "../../support/command-lines.ts";
import { setScene } from "../../support/scene.ts";

function lines(...patterns: string[]): string[] {
  return patterns.map((each) => expect.stringMatching(new RegExp(`^debug: ${each}$`)));
}

test("-v explains a call that asks the API, and a cache hit in one line", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const argv = getCredential(cloud, "-v", "--role-arn", cloud.roles.ci.arn);
  const ask = async (...more: string[]): Promise<string[]> => {
    const { exitCode, stderr } = await scene.run([...argv, ...more], scene.alice);
    expect(exitCode).toBe(0);
    return stderr.trimEnd().split("\n");
  };
  const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
  const file = String.raw`\S+/\.kube/cache/ack-ram-tool/credential-plugin/c\w+-\w+\.json`;
  const call = (why: string): string[] => [
    String.raw`credentials: role acs:\S+, assumed with access key LTAI…0000 from environment variables`,
    `asking for a new certificate: ${why}`,
    String.raw`AssumeRole at 127.0.0.1:\d+: HTTP 200 after \d+ ms, request id \S+`,
    String.raw`DescribeClusterUserKubeconfig at 127.0.0.1:\d+: HTTP 200 after \d+ ms, request id \S+`,
    `the API issued a certificate that ends at ${time}`,
    `certificate cached in ${file}`,
  ];

  expect(await ask()).toEqual(lines(...call("none is cached for these credentials")));
  expect(await ask()).toEqual(
    lines(
      String.raw`cache hit for role acs:\S+, assumed with access key LTAI…0000 \(environment variables\): the certificate in ${file} is valid until ${time}`,
    ),
  );
  expect(await ask("--force-refresh")).toEqual(lines(...call("--force-refresh")));
});
