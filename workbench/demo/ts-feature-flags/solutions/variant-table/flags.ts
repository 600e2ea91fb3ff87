export interface User {
  id: number;
  country: string;
  groups: readonly string[];
}

export interface Definition {
  enabled: boolean;
  groups?: readonly string[];
  countries?: readonly string[];
  percent?: number;
}

export interface Flags {
  isOn(flag: string, user: User): boolean;
  listFor(user: User): string[];
}

export class FlagError extends Error {}

type Predicate = (user: User) => boolean;

function compile(name: string, definition: Definition): Predicate[] {
  const predicates: Predicate[] = [];
  const { enabled, percent } = definition;
  predicates.push(() => enabled);
  if (definition.groups) {
    const allowed = new Set(definition.groups);
    predicates.push((user) => user.groups.some((group) => allowed.has(group)));
  }
  if (definition.countries) {
    const allowed = new Set(definition.countries.map((country) => country.toLowerCase()));
    predicates.push((user) => allowed.has(user.country.toLowerCase()));
  }
  if (percent !== undefined) {
    if (percent < 0 || percent > 100 || !Number.isInteger(percent)) {
      throw new FlagError(`${name} has a percent of ${percent}`);
    }
    predicates.push((user) => user.id % 100 < percent);
  }
  return predicates;
}

export function createFlags(definitions: Record<string, Definition>): Flags {
  const table = new Map<string, Predicate[]>();
  for (const name of Object.keys(definitions).sort()) {
    const definition = definitions[name];
    if (definition) table.set(name, compile(name, definition));
  }
  const isOn = (flag: string, user: User): boolean => {
    const predicates = table.get(flag);
    if (!predicates) throw new FlagError(`there is no flag called ${flag}`);
    return predicates.every((predicate) => predicate(user));
  };
  return { isOn, listFor: (user) => [...table.keys()].filter((flag) => isOn(flag, user)) };
}
