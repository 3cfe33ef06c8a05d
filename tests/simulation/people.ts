import { commonNameOf } from "../fakes/cloud/cluster-certificates.ts";
import { roleIdentity } from "../fakes/cloud/assume-role.ts";
import type { AccessKey, Cluster } from "../fakes/cloud/model.ts";
import { variablesOf } from "../support/command-lines.ts";
import type { VirtualCloud } from "./virtual-cloud.ts";

const HOME = "/home/user";

/** Where the aliyun CLI and this program keep profiles on the virtual disk. */
export const CONFIG_FILE = `${HOME}/.aliyun/config.json`;

/** The token that Kubernetes mounts into a pod. */
export const TOKEN_FILE = "/run/secrets/token";

/** The certificate cache. */
export const CACHE_FOLDER = `${HOME}/.kube/cache/ack-ram-tool/credential-plugin`;

/** Somebody who gets certificates, and by what means. */
export interface Person {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  /** The Kubernetes user that every certificate of theirs must name. */
  readonly commonName: string;
  /** The name by which clusters permit them. */
  readonly principal: string;
}

/** The machine's user under all identities that this simulation knows. */
export function createPeople(cloud: VirtualCloud): readonly [Person, ...Person[]] {
  const { identities, roles, oidc } = cloud;
  const keys = (name: string, key: AccessKey): Person => ({
    name,
    env: { HOME, ...variablesOf(key) },
    flags: [],
    commonName: commonNameOf(key.owner),
    principal: key.owner.name,
  });
  return [
    keys("alice", identities.alice),
    keys("bob", identities.bob),
    {
      ...keys("alice as ci", identities.alice),
      flags: ["--role-arn", roles.ci.arn],
      commonName: commonNameOf(roleIdentity(roles.ci, "any")),
      principal: "ci",
    },
    {
      name: "pod",
      env: {
        HOME,
        ALIBABA_CLOUD_ROLE_ARN: roles.workload.arn,
        ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidc.providerArn,
        ALIBABA_CLOUD_OIDC_TOKEN_FILE: TOKEN_FILE,
      },
      flags: [],
      commonName: commonNameOf(roleIdentity(roles.workload, "any")),
      principal: "workload",
    },
    profile("signed-in", commonNameOf(roleIdentity(roles.instance, "any")), "instance"),
    profile("program", commonNameOf(identities.bob.owner), "bob"),
  ];
}

function profile(name: string, commonName: string, principal: string): Person {
  return { name, env: { HOME }, flags: ["--profile-name", name], commonName, principal };
}

/** Whether the cloud lets them have the cluster. */
export function mayHave({ principal }: Person, cluster: Cluster): boolean {
  return cluster.permitted.includes(principal);
}

/** config.json with the profiles of {@link createPeople}, as the aliyun CLI writes it. */
export function aliyunConfig(login: {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly accessTokenExpiresAt: number;
}): string {
  const document = {
    current: "default",
    profiles: [
      { name: "default", mode: "AK", access_key_id: "", access_key_secret: "", region_id: "cn-hangzhou" },
      {
        name: "signed-in",
        mode: "OAuth",
        oauth_site_type: "CN",
        oauth_access_token: login.accessToken,
        oauth_refresh_token: login.refreshToken,
        oauth_access_token_expire: Math.floor(login.accessTokenExpiresAt / 1000),
        region_id: "cn-hangzhou",
      },
      { name: "program", mode: "External", process_command: "/opt/keys bob", region_id: "cn-hangzhou" },
    ],
    meta_path: "",
  };
  return `${JSON.stringify(document, undefined, "\t")}\n`;
}

/** What the program of the profile `program` prints. */
export function programs({ identities: { bob } }: VirtualCloud): Readonly<Record<string, string>> {
  return {
    bob: JSON.stringify({ mode: "AK", access_key_id: bob.accessKeyId, access_key_secret: bob.accessKeySecret }),
  };
}
