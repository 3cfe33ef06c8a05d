import type { FakeRequest } from "./fake-request.ts";
import type { UserConfigFlaw } from "./fault.ts";
import type { Reply } from "./reply.ts";

/** The services of the fake cloud, and the cluster beside it. Each has a listener of its own. */
export type ServiceName =
  | "cs"
  | "sts"
  | "imds"
  | "credentials-uri"
  | "cloud-sso"
  | "oauth"
  | "github-oidc"
  | "api-server";

/** A service: a name for what is asked, and the answer to it. Any {@link FakeRequest} gets an answer. */
export interface Service {
  readonly name: ServiceName;
  /** The API action that the request is about, for the log and for faults. */
  readonly actionOf: (request: FakeRequest) => string;
  /** The answer, with the flaw that a fault asks for. */
  readonly answer: (request: FakeRequest, flaw?: UserConfigFlaw) => Reply | Promise<Reply>;
}
