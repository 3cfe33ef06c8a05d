import type { KubernetesObject } from "./objects.ts";

/** A list in the form that the client accepts: the table that kubectl prints, or plain objects. */
export function objectList(kind: string, objects: readonly KubernetesObject[], accept: string): unknown {
  return accept.includes("as=Table") ? table(objects) : plainList(kind, objects);
}

function plainList(kind: string, objects: readonly KubernetesObject[]) {
  return {
    kind: `${kind}List`,
    apiVersion: "v1",
    metadata: { resourceVersion: "1" },
    items: objects,
  };
}

/** See `Table` in meta.k8s.io/v1: cells beside the object's metadata. */
function table(objects: readonly KubernetesObject[]) {
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: { resourceVersion: "1" },
    columnDefinitions: ["Name", "Status"].map((name) => ({
      name,
      type: "string",
      format: name === "Name" ? "name" : "",
      description: name,
      priority: 0,
    })),
    rows: objects.map(({ metadata, status }) => ({
      cells: [metadata.name, status.phase],
      object: { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata },
    })),
  };
}
