/** Stands for what a test's hooks make: has its properties while the test runs. */
export function standIn<T extends object>(current: () => T | undefined): T {
  return new Proxy<T>(Object.create(null), {
    get: (_, name) => {
      const made = current();
      if (made === undefined) throw new Error("this is there only while a test runs");
      return Reflect.get(made, name);
    },
  });
}
