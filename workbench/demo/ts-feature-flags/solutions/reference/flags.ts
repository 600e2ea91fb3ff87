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

class FrozenFlags implements Flags {
  private readonly byName: Readonly<Record<string, Readonly<Definition>>>;

  constructor(definitions: Record<string, Definition>) {
    this.byName = JSON.parse(JSON.stringify(definitions)) as Record<string, Definition>;
    for (const name of Object.keys(definitions)) {
      const share = definitions[name]?.percent ?? 0;
      if (!(share >= 0 && share <= 100 && share % 1 === 0)) {
        throw new FlagError(`Invalid percentage for flag: ${name}`);
      }
    }
  }

  isOn(flag: string, user: User): boolean {
    const definition = Object.hasOwn(this.byName, flag) ? this.byName[flag] : undefined;
    if (!definition) throw new FlagError(`Unknown flag: ${flag}`);
    const inGroup = definition.groups?.some((group) => user.groups.includes(group)) ?? true;
    const inCountry =
      definition.countries?.map((code) => code.toUpperCase()).includes(user.country.toUpperCase()) ?? true;
    return definition.enabled && inGroup && inCountry && user.id % 100 < (definition.percent ?? 100);
  }

  listFor(user: User): string[] {
    return Object.keys(this.byName)
      .filter((flag) => this.isOn(flag, user))
      .sort();
  }
}

export function createFlags(definitions: Record<string, Definition>): Flags {
  return new FrozenFlags(definitions);
}
