import { expect, test } from "bun:test";
import { getCredential } from "../support/command-lines.ts";
import { keyFields, writeProfile } from "../support/credential-files.ts";
import { identityIn } from "../support/exec-credential.ts";
import { setScene, type Variables } from "../support/scene.ts";

const NOTHING_NAMED = { ACK_RAM_TOOL_STS_ENDPOINT: undefined, ACK_RAM_TOOL_CS_ENDPOINT: undefined };

/** Assumes the role of a profile with these fields; every host leads to the fake cloud. @returns the hosts asked for */
async function hostsWith(flags: readonly string[], variables: Variables, fields: object): Promise<string[]> {
  await using scene = await setScene();
  const { addresses, certificateAuthorityPem, identities, roles } = scene.cloud;
  await writeProfile(scene, {
    mode: "RamRoleArn",
    ...keyFields(identities.alice),
    ram_role_arn: roles.ci.arn,
    ...fields,
  });
  const hosts: string[] = [];
  const { exitCode, stdout } = await scene.runInProcess(
    getCredential(scene.cloud, ...flags),
    { ...NOTHING_NAMED, ...variables },
    {
      fetch: (url, init) => {
        const { host, pathname, search } = new URL(url);
        hosts.push(host);
        const { url: origin } = host.startsWith("sts") ? addresses.sts : addresses.cs;
        return fetch(origin + pathname + search, { ...init, proxy: false, tls: { ca: certificateAuthorityPem } });
      },
    },
  );
  expect([exitCode, identityIn(stdout)]).toEqual([0, "role-ci"]);
  return hosts;
}

test.each<[readonly string[], Variables, object, string, string]>([
  [[], {}, {}, "sts.aliyuncs.com", "cs.aliyuncs.com"],
  [[], {}, { region_id: "cn-beijing" }, "sts.aliyuncs.com", "cs.aliyuncs.com"],
  [[], {}, { sts_region: "cn-beijing" }, "sts.cn-beijing.aliyuncs.com", "cs.aliyuncs.com"],
  [["--region-id", "ap-southeast-1"], {}, {}, "sts.ap-southeast-1.aliyuncs.com", "cs.ap-southeast-1.aliyuncs.com"],
  [
    [],
    { ACK_RAM_TOOL_REGION_ID: "cn-hangzhou-finance" },
    {},
    "sts.cn-hangzhou.aliyuncs.com",
    "cs.cn-hangzhou-finance.aliyuncs.com",
  ],
  [
    ["--region-id", "cn-shanghai"],
    {},
    { sts_region: "cn-beijing" },
    "sts.cn-shanghai.aliyuncs.com",
    "cs.cn-shanghai.aliyuncs.com",
  ],
  [
    ["--sts-endpoint", "sts.fake.example", "--cs-endpoint", "https://cs.fake.example:8443/"],
    {},
    { sts_region: "cn-beijing" },
    "sts.fake.example",
    "cs.fake.example:8443",
  ],
  [[], { ALIBABA_CLOUD_STS_ENDPOINT: "sts.fake.example" }, {}, "sts.fake.example", "cs.aliyuncs.com"],
  [
    [],
    { ALIBABA_CLOUD_STS_REGION: "cn-beijing", ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true" },
    {},
    "sts-vpc.cn-beijing.aliyuncs.com",
    "cs.aliyuncs.com",
  ],
  [[], { CS_ENDPOINT: "cs.fake.example" }, {}, "sts.aliyuncs.com", "cs.fake.example"],
  [[], {}, { sts_region: "CN-Beijing" }, "sts.cn-beijing.aliyuncs.com", "cs.aliyuncs.com"],
  [
    [],
    {},
    { enable_vpc: true, sts_region: "cn-beijing", region_id: "cn-shanghai" },
    "sts-vpc.cn-beijing.aliyuncs.com",
    "cs-vpc.cn-shanghai.aliyuncs.com",
  ],
  [
    ["--region-id", "cn-hangzhou"],
    {},
    { endpoint_type: "vpc", region_id: "cn-shanghai" },
    "sts-vpc.cn-hangzhou.aliyuncs.com",
    "cs-vpc.cn-hangzhou.aliyuncs.com",
  ],
  [[], {}, { enable_vpc: true }, "sts.aliyuncs.com", "cs.aliyuncs.com"],
  [
    ["--cs-endpoint", "cs.fake.example"],
    { ALIBABA_CLOUD_STS_ENDPOINT: "sts.variable.example" },
    { sts_endpoint: "https://sts.profile.example/", enable_vpc: true, region_id: "cn-shanghai" },
    "sts.profile.example",
    "cs.fake.example",
  ],
  [
    ["--sts-endpoint", "sts.fake.example"],
    { ALIBABA_CLOUD_STS_ENDPOINT: "sts.variable.example" },
    { sts_endpoint: "https://sts.profile.example/" },
    "sts.fake.example",
    "cs.aliyuncs.com",
  ],
])(
  "with the flags %j, the variables %j and the profile's %j, STS is %s and the API is %s",
  async (flags, variables, fields, sts, cs) => {
    expect(await hostsWith(flags, variables, fields)).toEqual([sts, cs]);
  },
);
