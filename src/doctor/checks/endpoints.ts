import { type Check, failure, ok, skipped } from "../check.ts";

/**
 * Whether the APIs can be reached: DNS, connection, proxy, certificate. A cause that blocks all of them is reported
 * once.
 */
export const endpointsCheck: Check = {
  name: "endpoints",
  isOfCall: true,
  isForRenewal: true,
  run: async (facts) => {
    const probes = await facts.probes();
    const [useless] = await facts.unusableCaFiles();
    if (useless !== undefined && probes.some(({ error }) => error?.code === "tls")) {
      return [skipped(`not trusted, because ${useless.name} is unusable`)];
    }
    const errors = probes.flatMap(({ error }) => error ?? []);
    const [first] = errors;
    const isOneCause = errors.length === probes.length && errors.every(({ code }) => code === first?.code);
    if (first !== undefined && isOneCause) {
      const hosts = [...new Set(probes.map(({ host }) => host))].join(" and ");
      return [failure(`nothing can be reached (${hosts}): ${first.message}`, first.hint)];
    }
    return probes.map(({ host, tookMs, error }) =>
      error === undefined ? ok(`${host} answers, ${tookMs} ms`) : failure(error.message, error.hint),
    );
  },
};
