import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { PeerCertificate } from "./fake-request.ts";

/** The client certificate of a connection, if there is one and the server's authority signed it. */
export function peerCertificateOf(socket: Socket): PeerCertificate | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { subject, serialNumber } = socket.getPeerCertificate();
  return {
    commonName: [subject.CN].flat().join(","),
    organizations: [subject.O ?? []].flat(),
    serialNumber,
  };
}
