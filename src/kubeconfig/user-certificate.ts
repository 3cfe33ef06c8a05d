import * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import { readYaml } from "../schema/read-yaml.ts";

const withName = v.object({ name: v.string() });

const kubeconfigSchema = v.object({
  "current-context": v.nullish(v.string()),
  contexts: v.nullish(
    v.array(v.object({ ...withName.entries, context: v.nullish(v.object({ user: v.optional(v.string()) })) })),
  ),
  users: v.nullish(
    v.array(
      v.object({
        ...withName.entries,
        user: v.nullish(
          v.object({
            "client-certificate-data": v.nullish(v.string()),
            "client-key-data": v.nullish(v.string()),
          }),
        ),
      }),
    ),
  ),
});

type Kubeconfig = v.InferOutput<typeof kubeconfigSchema>;

/** A user's certificate and key, PEM, unchecked. */
export interface UserCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/**
 * The client certificate in a kubeconfig: of the current context's user, else of the first user.
 * @param text YAML from the API
 * @throws ToolError `api_answer_invalid`; no message quotes the text
 */
export async function readUserCertificate(text: string): Promise<UserCertificate> {
  const read = await readYaml(kubeconfigSchema, text);
  if (!read.ok) throw unusable(`cannot be used: ${read.problem}`);
  const user = currentUser(read.value);
  if (user === undefined) throw unusable("has no users");
  return {
    certificate: decodePem("client-certificate-data", user.user?.["client-certificate-data"]),
    privateKey: decodePem("client-key-data", user.user?.["client-key-data"]),
  };
}

function currentUser(kubeconfig: Kubeconfig): NonNullable<Kubeconfig["users"]>[number] | undefined {
  const current = kubeconfig.contexts?.find((context) => context.name === kubeconfig["current-context"]);
  const userName = current?.context?.user;
  return kubeconfig.users?.find((user) => user.name === userName) ?? kubeconfig.users?.[0];
}

function decodePem(field: string, base64: string | null | undefined): string {
  if (base64 === undefined || base64 === null || base64 === "") throw unusable(`has no ${field}`);
  const compact = base64.replace(/\s+/g, "");
  const pem = /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? Buffer.from(compact, "base64").toString("utf8") : "";
  if (!pem.includes("-----BEGIN ")) throw unusable(`has a ${field} that is not PEM in base64`);
  return pem;
}

function unusable(what: string): ToolError {
  return new ToolError({
    code: "api_answer_invalid",
    message: `the kubeconfig that the ACK API sent ${what}`,
    hint: "check that this identity has access to the cluster (RBAC); if it has, try again",
  });
}
