import { type FakeApiServer, startFakeApiServer } from "../api-server/start-fake-api-server.ts";
import { createCertificateAuthority } from "../pki/certificate-authority.ts";
import { generateFreshKeyPair } from "../pki/key-pair.ts";
import { issueServerCertificate, type ServerCertificateFlaw } from "../pki/server-certificate.ts";
import { createFaultPlan, type FaultPlan } from "../server/fault-plan.ts";
import { type Listener, startListener } from "../server/listener.ts";
import { createRequestLog, type RecordedRequest, type RequestLog } from "../server/request-log.ts";
import type { Service } from "../server/service.ts";
import { roleIdentity } from "./assume-role.ts";
import { type VerifiedToken, verifyToken } from "./caller-identity.ts";
import { type CloudSsoLogin, createCloudSso, type PortalSettings } from "./cloud-sso-service.ts";
import { type CloudState, createCloudState } from "./cloud-state.ts";
import { type ClusterCertificates, createClusterCertificates } from "./cluster-certificates.ts";
import { createCredentialsUriService } from "./credentials-uri-service.ts";
import { createCsService } from "./cs-service.ts";
import { createGithubOidcService, type GithubJob } from "./github-oidc-service.ts";
import { createImdsService, type ImdsSettings } from "./imds-service.ts";
import type { AccessKey, Role, Session } from "./model.ts";
import { createOAuthSite, type OAuthLogin, type OAuthSite } from "./oauth-service.ts";
import { type Seed, seedCloud } from "./seed.ts";
import { createStsService } from "./sts-service.ts";

/** How a fake cloud may differ from the ordinary one. */
export interface FakeCloudOptions {
  /** The cloud's clock, milliseconds since 1970; the real one unless given. */
  readonly now?: () => number;
  /** What is wrong with the certificate of the HTTPS services. */
  readonly serverCertificate?: ServerCertificateFlaw;
  /** How many requests the log keeps; all unless given. */
  readonly keepRequests?: number;
  /** Called after each request that was dealt with. */
  readonly onRequest?: (request: RecordedRequest) => void;
}

/** Where a service listens. */
export type Address = Pick<Listener, "host" | "port" | "url">;

/** A running cloud with a cluster beside it. */
export interface FakeCloud extends Seed {
  /** HTTPS: `cs`, `sts`, `cloudSso`, `oauth`, `github`. Plain HTTP: `imds`, `credentialsUri`. */
  readonly addresses: Readonly<
    Record<"cs" | "sts" | "cloudSso" | "oauth" | "github" | "imds" | "credentialsUri", Address>
  >;
  /** The authority that the HTTPS services' certificate is signed by: for `NODE_EXTRA_CA_CERTS`. */
  readonly certificateAuthorityPem: string;
  readonly apiServer: FakeApiServer;
  readonly requests: RequestLog;
  readonly faults: FaultPlan;
  /** The client certificates that were given out; `issue` makes one without a call. */
  readonly certificates: ClusterCertificates;
  readonly imds: ImdsSettings;
  readonly githubJob: GithubJob;
  readonly ssoPortal: PortalSettings;
  /** Who is signed in to the browser that opens the OAuth page. */
  readonly browser: OAuthSite["browser"];
  readonly state: CloudState;
  /** A session of a role (a lifetime of 3600 s unless given, negative for an expired one), without a call. */
  readonly openSession: (role: Role, seconds?: number) => Session;
  /** Registers a new RSA key pair for a user. The private key is PEM, PKCS#1. */
  readonly registerKeyPair: (
    owner: AccessKey,
  ) => Promise<{ readonly publicKeyId: string; readonly privateKeyPem: string }>;
  readonly signInToCloudSso: (role: Role, seconds?: number) => CloudSsoLogin;
  readonly signInWithOAuth: (role: Role, accessTokenSeconds?: number) => OAuthLogin;
  /** Opens and verifies a `k8s-ack-v2.` token. Throws if it would be refused. */
  readonly verifyToken: (token: string) => VerifiedToken;
  /** Everything that no output, log or file of a client may contain: secrets, tokens, signatures that it saw. */
  readonly secrets: () => readonly string[];
  /** Closes all ports and connections at once. */
  readonly stop: () => Promise<void>;
}

/** Starts a cloud on free ports of the loopback interface, in some 10 ms. Any number may run at a time. */
export async function startFakeCloud(options: FakeCloudOptions = {}): Promise<FakeCloud> {
  const { now = Date.now } = options;
  const state = createCloudState(now);
  const seed = seedCloud(state);
  const faults = createFaultPlan();
  const requests = createRequestLog(options.keepRequests);
  const common = {
    faults,
    log: requests,
    now,
    ...(options.onRequest === undefined ? {} : { onRequest: options.onRequest }),
  };

  const clusterAuthority = await createCertificateAuthority("kubernetes");
  const apiServer = await startFakeApiServer({ authority: clusterAuthority, ...common });
  const certificates = createClusterCertificates(state, clusterAuthority);

  const webAuthority = await createCertificateAuthority("fake cloud");
  const certificate = await issueServerCertificate(webAuthority, options.serverCertificate);
  const tls = { cert: certificate.certificatePem, key: certificate.privateKeyPem };
  const imds: ImdsSettings = {
    mode: "v1-and-v2",
    role: seed.roles.instance,
    code: "Success",
    sessionSeconds: 6 * 3600,
  };
  const cloudSso = createCloudSso(state);
  const oauth = createOAuthSite(state);
  const github = createGithubOidcService(state, seed.oidc.token);
  const overTls = (service: Service) => startListener({ ...common, service, tls });
  const inClear = (service: Service) => startListener({ ...common, service });
  const addresses = {
    cs: await overTls(createCsService(state, { certificates, clusterAuthority, serverUrl: apiServer.url, now })),
    sts: await overTls(createStsService(state)),
    cloudSso: await overTls(cloudSso.service),
    oauth: await overTls(oauth.service),
    github: await overTls(github.service),
    imds: await inClear(createImdsService(state, imds)),
    credentialsUri: await inClear(createCredentialsUriService(state)),
  };

  return {
    ...seed,
    addresses,
    certificateAuthorityPem: webAuthority.certificatePem,
    apiServer,
    requests,
    faults,
    certificates,
    imds,
    githubJob: github.job,
    ssoPortal: cloudSso.portal,
    browser: oauth.browser,
    state,
    openSession: (role, seconds = 3600) => state.openSession(roleIdentity(role, "fake-session"), seconds),
    registerKeyPair: async ({ owner }) => {
      const { privateKeyPem, publicKeyPem } = await generateFreshKeyPair("rsa");
      const publicKeyId = `fake-key-pair-${state.keyPairs.size + 1}`;
      state.keyPairs.set(publicKeyId, { publicKeyId, publicKeyPem, owner });
      return { publicKeyId, privateKeyPem };
    },
    signInToCloudSso: (role, seconds = 3600) => cloudSso.signIn(role, seconds),
    signInWithOAuth: (role, seconds = 3600) => oauth.signIn(role, seconds),
    verifyToken: (token) => verifyToken(state, token),
    secrets: () => [...state.secrets],
    stop: async () => {
      await Promise.all([apiServer, ...Object.values(addresses)].map((server) => server.stop()));
    },
  };
}
