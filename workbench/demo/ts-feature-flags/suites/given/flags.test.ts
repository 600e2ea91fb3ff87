import { createFlags, FlagError, type Definition, type User } from "./flags";

const user = (changes: Partial<User> = {}): User => ({ id: 1, country: "DE", groups: [], ...changes });

const only = (definition: Definition, who: User): boolean => createFlags({ flag: definition }).isOn("flag", who);

describe("isOn", () => {
  it("follows the switch when there is no condition", () => {
    expect(only({ enabled: true }, user())).toBe(true);
    expect(only({ enabled: false }, user())).toBe(false);
  });

  it("needs one of the groups", () => {
    const definition = { enabled: true, groups: ["beta", "staff"] };
    expect(only(definition, user({ groups: ["guest", "staff"] }))).toBe(true);
    expect(only(definition, user({ groups: ["guest"] }))).toBe(false);
  });

  it("needs one of the countries in any case", () => {
    const definition = { enabled: true, countries: ["at", "CH"] };
    expect(only(definition, user({ country: "AT" }))).toBe(true);
    expect(only(definition, user({ country: "ch" }))).toBe(true);
    expect(only(definition, user({ country: "DE" }))).toBe(false);
  });

  it("is met by nobody when a list is empty", () => {
    expect(only({ enabled: true, groups: [] }, user({ groups: ["staff"] }))).toBe(false);
    expect(only({ enabled: true, countries: [] }, user())).toBe(false);
  });

  it.each([
    [149, 50, true],
    [150, 50, false],
    [0, 0, false],
    [0, 1, true],
    [99, 100, true],
    [99, 99, false],
  ])("user %d with %d percent", (id, percent, expected) => {
    expect(only({ enabled: true, percent }, user({ id }))).toBe(expected);
  });

  it("needs all conditions at once", () => {
    const definition = { enabled: true, groups: ["beta"], countries: ["DE"], percent: 10 };
    expect(only(definition, user({ id: 5, groups: ["beta"] }))).toBe(true);
    expect(only(definition, user({ id: 15, groups: ["beta"] }))).toBe(false);
    expect(only(definition, user({ id: 5, groups: ["beta"], country: "FR" }))).toBe(false);
    expect(only(definition, user({ id: 5 }))).toBe(false);
    expect(only({ ...definition, enabled: false }, user({ id: 5, groups: ["beta"] }))).toBe(false);
  });

  it("throws for a flag that is not defined", () => {
    const flags = createFlags({ search: { enabled: true } });
    expect(() => flags.isOn("serach", user())).toThrow(FlagError);
    expect(() => flags.isOn("serach", user())).toThrow("Unknown flag: serach");
  });
});

describe("listFor", () => {
  it("lists the flags that are on, by name", () => {
    const flags = createFlags({
      search: { enabled: true },
      export: { enabled: true, groups: ["staff"] },
      chat: { enabled: false },
      archive: { enabled: true },
    });
    expect(flags.listFor(user())).toEqual(["archive", "search"]);
    expect(flags.listFor(user({ groups: ["staff"] }))).toEqual(["archive", "export", "search"]);
  });
});

describe("createFlags", () => {
  it.each([-1, 101, 12.5])("refuses %d percent", (percent) => {
    const create = (): unknown => createFlags({ search: { enabled: true, percent } });
    expect(create).toThrow(FlagError);
    expect(create).toThrow("Invalid percentage for flag: search");
  });

  it("keeps its own copy of the definitions", () => {
    const groups = ["beta"];
    const definitions: Record<string, Definition> = { search: { enabled: true, groups } };
    const flags = createFlags(definitions);
    groups.push("guest");
    definitions["chat"] = { enabled: true };
    expect(flags.listFor(user({ groups: ["guest"] }))).toEqual([]);
  });
});
