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

export class FlagError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FlagError";
  }
}

function checkPercent(flag: string, percent: number | undefined): void {
  if (percent === undefined) return;
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) {
    throw new FlagError(`Flag "${flag}": percent must be a whole number from 0 to 100, got ${percent}`);
  }
}

function matches(definition: Definition, user: User): boolean {
  const { enabled, groups, countries, percent } = definition;
  if (!enabled) return false;
  if (groups !== undefined && !groups.some((group) => user.groups.includes(group))) return false;
  if (countries !== undefined) {
    const country = user.country.toLowerCase();
    if (!countries.some((one) => one.toLowerCase() === country)) return false;
  }
  return percent === undefined || user.id % 100 < percent;
}

/** Create the flags from their definitions. */
export function createFlags(definitions: Record<string, Definition>): Flags {
  for (const [flag, { percent }] of Object.entries(definitions)) {
    checkPercent(flag, percent);
  }
  // A deep copy: the caller may go on changing its own object.
  const known = new Map(Object.entries(structuredClone(definitions)));

  return {
    isOn(flag, user) {
      const definition = known.get(flag);
      if (definition === undefined) {
        throw new FlagError(`Flag "${flag}" is not defined`);
      }
      return matches(definition, user);
    },
    listFor(user) {
      return [...known]
        .filter(([, definition]) => matches(definition, user))
        .map(([flag]) => flag)
        .sort();
    },
  };
}
