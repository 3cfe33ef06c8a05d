import type { Fault } from "./fault.ts";
import type { ServiceName } from "./service.ts";

/** Whom a fault hits: all of a service, or one action of it. */
export type FaultTarget = ServiceName | `${ServiceName}:${string}`;

/** The faults that are still to come. */
export interface FaultPlan {
  /** The next answers of the target, in the order in which they were planned; those for an action go first. */
  readonly next: (target: FaultTarget, fault: Fault, times?: number) => void;
  /** Every answer of the target that `next` does not cover, until `clear`. */
  readonly always: (target: FaultTarget, fault: Fault) => void;
  /** Forgets what is planned for the target, or everything. */
  readonly clear: (target?: FaultTarget) => void;
  /** Takes the fault of the answer that is about to be given. */
  readonly take: (service: ServiceName, action: string) => Fault | undefined;
}

/** A plan without any fault in it. */
export function createFaultPlan(): FaultPlan {
  const queues = new Map<FaultTarget, Fault[]>();
  const standing = new Map<FaultTarget, Fault>();
  return {
    next: (target, fault, times = 1) => {
      queues.set(target, [...(queues.get(target) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    always: (target, fault) => {
      standing.set(target, fault);
    },
    clear: (target) => {
      for (const plan of [queues, standing]) {
        if (target === undefined) plan.clear();
        else plan.delete(target);
      }
    },
    take: (service, action) => {
      const one: FaultTarget = `${service}:${action}`;
      return queues.get(one)?.shift() ?? queues.get(service)?.shift() ?? standing.get(one) ?? standing.get(service);
    },
  };
}
