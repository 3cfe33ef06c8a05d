import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

/** Which kind of key: ACK hands out RSA 2048; EC is P-256. */
export type KeyAlgorithm = "rsa" | "ec";

/** A private key as PEM (PKCS#1 for RSA as ACK sends it, SEC1 for EC) and its public half (SPKI, PEM). */
export interface KeyPair {
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
}

const generate = promisify(generateKeyPair);

/** A key pair that nobody else has. An RSA one takes some 50 ms. */
export async function generateFreshKeyPair(algorithm: KeyAlgorithm): Promise<KeyPair> {
  const { privateKey, publicKey } =
    algorithm === "ec" ? await generate("ec", { namedCurve: "P-256" }) : await generate("rsa", { modulusLength: 2048 });
  return {
    privateKeyPem: privateKey.export({ type: algorithm === "ec" ? "sec1" : "pkcs1", format: "pem" }).toString(),
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}
