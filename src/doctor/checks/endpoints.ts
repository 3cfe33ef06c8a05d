import { type Check, failure, ok } from "../check.ts";

/** Whether the APIs can be reached: name, connection, proxy, certificate. */
export const endpointsCheck: Check = {
  name: "endpoints",
  run: async (facts) => {
    const probes = await facts.probes();
    return probes.map(({ host, tookMs, error }) =>
      error === undefined ? ok(`${host} answers, ${tookMs} ms`) : failure(error.message, error.hint),
    );
  },
};
