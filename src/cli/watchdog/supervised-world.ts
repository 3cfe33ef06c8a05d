import type { World } from "../../world/world.ts";

/**
 * The world of a supervised process: it reports which file it is about to wait for, and has the original caller as its
 * parent.
 */
export async function supervisedWorld(world: World, caller: number): Promise<World> {
  const tell = await world.tellSupervisor();
  return {
    ...world,
    parentProcess: () => world.parentProcess(caller),
    files: telling(world.files, tell),
    fileWriter: async () => telling(await world.fileWriter(), tell),
    tryLock: (path) => {
      tell(path);
      return world.tryLock(path);
    },
  };
}

/** Reports the path, the first argument of every function, before each call. */
function telling<F extends object>(files: F, tell: (path: string) => void): F {
  return new Proxy(files, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (path: string, ...rest: unknown[]): unknown => {
        tell(path);
        return Reflect.apply(member, target, [path, ...rest]);
      };
    },
  });
}
