import type { AccessKeyCredentials } from "../../alibaba/cloud-credentials.ts";
import { generateSessionAccessKey } from "../../alibaba/sts/generate-session-access-key.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { resolvePath } from "../../environment/resolve-path.ts";
import { errnoText } from "../../world/errno.ts";
import type { LoadContext } from "../load-context.ts";
import type { RsaKeyPairSource } from "../source.ts";

/**
 * A session access key for an RSA key pair. `aliyun configure` stores the key itself in the profile, the SDKs a path:
 * text that does not look like a key is a path.
 * @throws ToolError `credentials_invalid` and whatever the exchange throws
 */
export async function loadRsaKeyPair(source: RsaKeyPairSource, ports: LoadContext): Promise<AccessKeyCredentials> {
  const isKey = source.privateKey.includes("-----BEGIN ") || /^[A-Za-z0-9+/=\s]{200,}$/.test(source.privateKey);
  const privateKey = isKey ? source.privateKey : await readKeyFile(source.privateKey, ports);
  return await generateSessionAccessKey(source.stsEndpoint, { ...source, privateKey }, ports);
}

async function readKeyFile(path: string, ports: LoadContext): Promise<string> {
  const file = resolvePath(path, ports);
  if (file === undefined) throw unreadable("HOME is not set");
  try {
    return (await ports.files.readText(file)).trim();
  } catch (error) {
    throw unreadable(errnoText(error));
  }
}

function unreadable(problem: string): ToolError {
  return new ToolError({
    code: "credentials_invalid",
    // The text is not shown, because it may be part of a key.
    message: `the private key of the RSA key pair is neither a key nor a readable file (${problem})`,
    hint: "put the PEM text or the path of a PEM file into the profile's private key field",
  });
}
