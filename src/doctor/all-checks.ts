import type { Check } from "./check.ts";
import { apiServerCheck } from "./checks/api-server.ts";
import { cacheCheck } from "./checks/cache.ts";
import { certificateCheck } from "./checks/certificate.ts";
import { clockCheck } from "./checks/clock.ts";
import { credentialsCheck } from "./checks/credentials.ts";
import { endpointsCheck } from "./checks/endpoints.ts";
import { identityCheck } from "./checks/identity.ts";
import { kubeconfigCheck } from "./checks/kubeconfig.ts";
import { pathCheck } from "./checks/program-on-path.ts";
import { permissionCheck } from "./checks/permission.ts";
import { pluginPolicyCheck } from "./checks/plugin-policy.ts";
import { programCheck } from "./checks/this-program.ts";
import { trustCheck } from "./checks/tls-trust.ts";

/** All checks, in the order in which a kubectl call meets what they examine. */
export const CHECKS: readonly Check[] = [
  programCheck,
  pathCheck,
  kubeconfigCheck,
  pluginPolicyCheck,
  credentialsCheck,
  trustCheck,
  endpointsCheck,
  clockCheck,
  identityCheck,
  permissionCheck,
  cacheCheck,
  certificateCheck,
  apiServerCheck,
];
