/** A client of another project. `{folder}` stands for its folder, `{kubeconfig}` for the file that this tool wrote. */
export interface InteropClient {
  readonly name: string;
  /** Programs that must be on the PATH. */
  readonly needs: readonly string[];
  /** Commands that install it into its folder, with the usual package managers; they run there. */
  readonly install: readonly (readonly string[])[];
  readonly command: readonly string[];
  /** Expected text in its output. */
  readonly expected: string;
  /** Whether it passes the cluster to the plugin (`provideClusterInfo`), as a shared user needs. */
  readonly passesCluster: boolean;
}

const SOURCES = `${import.meta.dir}/../tests/binary/clients`;
const NAMESPACES = "default kube-system payments";

/** The clients to try, the quick ones first. */
export const INTEROP_CLIENTS: readonly InteropClient[] = [
  {
    name: "kubectl",
    needs: ["kubectl"],
    install: [],
    command: ["kubectl", "get", "namespaces", "-o", "jsonpath={.items[*].metadata.name}"],
    expected: NAMESPACES,
    passesCluster: true,
  },
  {
    name: "@kubernetes/client-node",
    needs: ["node"],
    install: [],
    command: ["node", `${SOURCES}/client-node.mjs`, "{kubeconfig}"],
    expected: NAMESPACES,
    passesCluster: false,
  },
  {
    name: "the Python client",
    needs: ["python3"],
    install: [
      ["python3", "-m", "venv", "."],
      ["bin/pip", "install", "--quiet", "kubernetes"],
    ],
    command: ["{folder}/bin/python", `${SOURCES}/python-client.py`, "{kubeconfig}"],
    expected: NAMESPACES,
    passesCluster: true,
  },
  {
    name: "a client-go program",
    needs: ["go"],
    install: [
      ["cp", `${SOURCES}/client-go/main.go`, "."],
      ["go", "mod", "init", "interop"],
      ["go", "mod", "tidy"],
      ["go", "build", "-o", "program", "."],
    ],
    command: ["{folder}/program", "{kubeconfig}"],
    expected: NAMESPACES,
    passesCluster: true,
  },
  {
    name: "Helm",
    needs: ["go"],
    install: [
      ["go", "mod", "init", "interop"],
      ["go", "get", "-tool", "helm.sh/helm/v3/cmd/helm"],
      ["go", "build", "-o", "helm", "helm.sh/helm/v3/cmd/helm"],
    ],
    command: ["{folder}/helm", "list", "--all-namespaces=false", "--namespace", "payments"],
    expected: "NAME",
    passesCluster: true,
  },
];
