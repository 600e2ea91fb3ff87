"use strict";

class OrderError extends Error {
  constructor(message, line) {
    super(`line ${line}: ${message}`);
    this.name = "OrderError";
    this.line = line;
  }
}

module.exports = { OrderError };
