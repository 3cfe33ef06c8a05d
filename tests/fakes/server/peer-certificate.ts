import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { PeerCertificate } from "./fake-request.ts";

/** The client certificate of a connection, if there is one and the server's authority signed it. */
export function peerCertificateOf(socket: Socket): PeerCertificate | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const certificate = socket.getPeerCertificate();
  if (certificate?.subject === undefined) return undefined;
  const { CN, O } = certificate.subject;
  return {
    commonName: [CN].flat().join(","),
    organizations: [O ?? []].flat(),
    serialNumber: certificate.serialNumber,
  };
}
