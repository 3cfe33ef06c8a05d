import type { Kubeconfig } from "./kubeconfig.ts";
import type { KubeconfigView, ViewedContext } from "./kubeconfig-view.ts";

/** The names of the entries to remove. */
export interface Removal {
  readonly contexts: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
  readonly clusters: ReadonlySet<string>;
  /** Whether the current context is one of them. */
  readonly isCurrent: boolean;
}

/**
 * What can be removed with these contexts: users of this tool and clusters that no other context uses.
 * @param elsewhere contexts of the other files that are merged with this one
 */
export function removalOf(
  view: KubeconfigView,
  names: ReadonlySet<string>,
  elsewhere: readonly ViewedContext[] = [],
): Removal {
  const gone = view.contexts.filter(({ name }) => names.has(name));
  const left = [...view.contexts.filter(({ name }) => !names.has(name)), ...elsewhere];
  const [usersLeft, clustersLeft] = [
    new Set(left.map(({ userName }) => userName)),
    new Set(left.map(({ clusterName }) => clusterName)),
  ];
  const ours = new Set(view.pluginUsers.map(({ name }) => name));
  return {
    contexts: new Set(gone.map(({ name }) => name)),
    users: new Set(gone.flatMap(({ userName: name }) => (name && ours.has(name) && !usersLeft.has(name) ? name : []))),
    clusters: new Set(gone.flatMap(({ clusterName: name }) => (name && !clustersLeft.has(name) ? name : []))),
    isCurrent: view.currentContext !== undefined && names.has(view.currentContext),
  };
}

/** A kubeconfig without these entries. If the current context is removed, there is none. */
export function removeEntries(kubeconfig: Kubeconfig, { contexts, users, clusters, isCurrent }: Removal): Kubeconfig {
  return {
    ...kubeconfig,
    ...without("contexts", kubeconfig, contexts),
    ...without("users", kubeconfig, users),
    ...without("clusters", kubeconfig, clusters),
    ...(isCurrent && { "current-context": "" }),
  };
}

function without(
  list: "contexts" | "users" | "clusters",
  kubeconfig: Kubeconfig,
  names: ReadonlySet<string>,
): Partial<Kubeconfig> {
  const entries = kubeconfig[list];
  return entries ? { [list]: entries.filter(({ name }) => !names.has(name)) } : {};
}
