/** A browser whose person agrees to everything: opens the address, and goes where it is sent. Run by BROWSER. */
const response = await fetch(process.argv[2] ?? "", { redirect: "follow" });
await Bun.write(process.argv[3] ?? "", `${response.status} ${await response.text()}`);
