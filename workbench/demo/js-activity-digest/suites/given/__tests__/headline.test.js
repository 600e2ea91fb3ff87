const { headline } = require("../digest");

const entry = (kinds) => ({ user: "ida", total: 0, kinds, last: "2026-05-04T09:30:00Z" });

describe("headline", () => {
  test("one kind", () => {
    expect(headline(entry({ edit: 7 }))).toBe("ida: 7 edit");
  });

  test("most frequent kind first", () => {
    expect(headline(entry({ comment: 2, edit: 11, share: 3 }))).toBe("ida: 11 edit, 3 share, 2 comment");
  });

  test("equally frequent kinds by name", () => {
    expect(headline(entry({ share: 1, comment: 2, edit: 1 }))).toBe("ida: 2 comment, 1 edit, 1 share");
  });
});
