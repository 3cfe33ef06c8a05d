/** A program that uses the official JavaScript client: prints the namespaces of the current context of the kubeconfig that is named. */
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";

const kubeconfig = new KubeConfig();
kubeconfig.loadFromFile(process.argv[2] ?? "");
const { items } = await kubeconfig.makeApiClient(CoreV1Api).listNamespace();
console.log(items.map(({ metadata }) => metadata?.name).join(" "));
