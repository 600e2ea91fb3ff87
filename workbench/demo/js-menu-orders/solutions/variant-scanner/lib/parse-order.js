"use strict";

class OrderError extends Error {
  constructor(line, message) {
    super(message);
    this.line = line;
  }
}

class Scanner {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  while(test) {
    const start = this.at;
    while (this.at < this.text.length && test(this.text[this.at])) this.at += 1;
    return this.text.slice(start, this.at);
  }

  blank() {
    this.while((char) => char.trim() === "");
    return this;
  }
}

function readItem(source, number, dishes) {
  const scanner = new Scanner(source.trim());
  let quantity = 1;
  const digits = scanner.while((char) => char >= "0" && char <= "9");
  const mark = scanner.blank().while((char) => char === "x" || char === "X");
  if (digits !== "" && mark.length === 1) {
    quantity = Number(digits);
    if (quantity === 0 || quantity > 50) throw new OrderError(number, "1 to 50 of a dish");
  } else {
    scanner.at = 0;
  }
  const name = scanner.while((char) => char !== "(");
  const rest = scanner.text.slice(scanner.at);
  if (rest !== "" && !rest.endsWith(")")) throw new OrderError(number, "missing )");
  const wanted = name.trim().toLowerCase().replace(/\s+/g, " ");
  if (!dishes.has(wanted)) throw new OrderError(number, `we have no ${name.trim()}`);
  const notes = [];
  for (const note of rest.slice(1, -1).split(",")) {
    if (note.trim()) notes.push(note.trim());
  }
  return { dish: dishes.get(wanted), quantity, notes };
}

exports.OrderError = OrderError;

exports.parseOrder = (text, menu) => {
  const dishes = new Map();
  for (const name of Object.keys(menu)) {
    dishes.set(name.trim().toLowerCase().replace(/\s+/g, " "), name);
  }
  const order = { items: [], total: 0 };
  text.split("\n").forEach((line, index) => {
    if (!line.trim()) return;
    const item = readItem(line, index + 1, dishes);
    order.items.push(item);
    order.total += menu[item.dish] * item.quantity;
  });
  return order;
};
