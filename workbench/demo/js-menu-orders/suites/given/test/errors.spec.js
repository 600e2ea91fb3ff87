"use strict";

const { expect } = require("chai");

const { parseOrder, OrderError } = require("../lib/parse-order");
const menu = require("./menu");

describe("orders that cannot be taken", () => {
  it("refuses an unknown dish", () => {
    expect(() => parseOrder("Lasagne", menu)).to.throw;
  });

  it("refuses a quantity of zero", () => {
    expect(() => parseOrder("0x Cola", menu)).to.throw;
  });

  it("refuses more than fifty", () => {
    expect(() => parseOrder("51x Cola", menu)).to.throw;
  });

  it("refuses an open parenthesis", () => {
    expect(() => parseOrder("Cola (no ice", menu)).to.throw;
  });

  it("tells the line", () => {
    try {
      parseOrder("Cola\n\n0x Cola", menu);
    } catch (error) {
      expect(error).to.be.instanceOf(OrderError);
      expect(error.line).to.equal(3);
    }
  });
});
