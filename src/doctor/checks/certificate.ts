import { X509Certificate } from "node:crypto";
import { findApiServer } from "../find-api-server.ts";
import { certificateInUse } from "../certificate-in-use.ts";
import { type Check, type Finding, ok, skipped, warning } from "../check.ts";
import { utcTime } from "../../log/log.ts";

/** The certificate that kubectl would present: the cached one, else a new one. */
export const certificateCheck: Check = {
  name: "certificate",
  isOfCall: true,
  run: async (facts) => {
    if (facts.subject.isForToken) return [skipped("not needed: kubectl presents a token")];
    const found = await certificateInUse(facts);
    if (found === undefined) return [skipped("not checked: there is no certificate for these credentials")];
    const certificate = new X509Certificate(found.certificate.certificate);
    const subject = certificate.subject.replaceAll("\n", ", ");
    const until = utcTime(found.certificate.notAfter);
    const authority = (await findApiServer(facts))?.authority;
    return [ok(`${found.from}: ${subject}, valid until ${until}`), ...checkIssuer(certificate, authority)];
  },
};

/** The API server's check reports whether another identity's certificate works. */
function checkIssuer(certificate: X509Certificate, authorityPem: string | undefined): Finding[] {
  if (authorityPem === undefined) return [];
  return isIssuedBy(certificate, authorityPem)
    ? [ok("it was signed by the cluster's CA")]
    : [warning("it was signed by a CA other than the cluster's")];
}

/** Also false for an unreadable CA: it can verify nobody. */
function isIssuedBy(certificate: X509Certificate, authorityPem: string): boolean {
  try {
    const authority = new X509Certificate(authorityPem);
    return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
  } catch {
    return false;
  }
}
