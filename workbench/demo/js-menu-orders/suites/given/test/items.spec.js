"use strict";

const { expect } = require("chai");

const { parseOrder } = require("../lib/parse-order");
const menu = require("./menu");

describe("parseOrder", () => {
  it("reads the example", () => {
    expect(parseOrder("2x margherita (no olives)\n\nCola", menu)).to.deep.equal({
      items: [
        { dish: "Margherita", quantity: 2, notes: ["no olives"] },
        { dish: "Cola", quantity: 1, notes: [] },
      ],
      total: 2000,
    });
  });

  it("allows white space around the x", () => {
    const quantities = parseOrder("3 x Cola\n4x Cola\n5xCola\n6 X Cola", menu).items.map((item) => item.quantity);
    expect(quantities).to.deep.equal([3, 4, 5, 6]);
  });

  it("finds dishes regardless of case and spaces", () => {
    expect(parseOrder("  quattro    FORMAGGI ", menu).items[0].dish).to.equal("Quattro Formaggi");
  });

  it("does not take the first letter of a dish for the x", () => {
    expect(parseOrder("xtra bread", menu).items).to.deep.equal([{ dish: "Xtra Bread", quantity: 1, notes: [] }]);
  });

  it("splits and trims notes", () => {
    const { items } = parseOrder("Cola ( no ice ,, lemon)", menu);
    expect(items[0].notes).to.deep.equal(["no ice", "lemon"]);
  });

  it("has no items in an empty message", () => {
    expect(parseOrder("\n  \n", menu)).to.deep.equal({ items: [], total: 0 });
  });

  it("adds up the total", () => {
    expect(parseOrder("50x Cola\nQuattro Formaggi\n2x Xtra Bread", menu).total).to.equal(16590);
  });
});
