import type { FakeRequest } from "./fake-request.ts";
import type { ServiceName } from "./service.ts";

/** One request that arrived, and what became of it. */
export interface RecordedRequest extends FakeRequest {
  /** Milliseconds since 1970 by the real clock. */
  readonly time: number;
  readonly service: ServiceName;
  readonly action: string;
  /** The status that was answered; absent while there is none, and for ever after a black hole or a reset at the start. */
  status?: number;
  /** The API's error code, when the answer has one. */
  code?: string;
  /** True when a planned fault took part. */
  faulty: boolean;
}

/** Every request and connection, in the order of arrival. */
export interface RequestLog {
  readonly all: readonly RecordedRequest[];
  /** The requests of a service, or of one action of it. */
  readonly of: (service: ServiceName, action?: string) => readonly RecordedRequest[];
  /** How many there are of those; without a service, of all. */
  readonly count: (service?: ServiceName, action?: string) => number;
  /** How many TCP connections were accepted, whether or not a TLS handshake or a request followed. */
  readonly connections: (service: ServiceName) => number;
  /** How many TLS handshakes were finished. */
  readonly handshakes: (service: ServiceName) => number;
  /** Forgets the requests and the counts, as a long test between its rounds. */
  readonly clear: () => void;
  readonly add: (request: RecordedRequest) => void;
  readonly addConnection: (service: ServiceName) => void;
  readonly addHandshake: (service: ServiceName) => void;
}

/** An empty log. It keeps the last `limit` requests: all of them unless told otherwise. */
export function createRequestLog(limit = Number.POSITIVE_INFINITY): RequestLog {
  const all: RecordedRequest[] = [];
  const connections = new Map<ServiceName, number>();
  const handshakes = new Map<ServiceName, number>();
  const of = (service: ServiceName, action?: string) =>
    all.filter((request) => request.service === service && (action === undefined || request.action === action));
  return {
    all,
    of,
    count: (service, action) => (service === undefined ? all.length : of(service, action).length),
    connections: (service) => connections.get(service) ?? 0,
    handshakes: (service) => handshakes.get(service) ?? 0,
    clear: () => {
      all.length = 0;
      connections.clear();
      handshakes.clear();
    },
    add: (request) => {
      all.push(request);
      if (all.length > limit) all.shift();
    },
    addConnection: (service) => increase(connections, service),
    addHandshake: (service) => increase(handshakes, service),
  };
}

function increase(counts: Map<ServiceName, number>, service: ServiceName): void {
  counts.set(service, (counts.get(service) ?? 0) + 1);
}
