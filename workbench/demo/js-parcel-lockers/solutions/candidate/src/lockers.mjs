import { SIZES, rankOf } from "./sizes.mjs";

export class LockerError extends Error {
  name = "LockerError";
}

export class LockerBank {
  #compartments;
  #newCode;
  #holdDays;
  /** Pickup code -> { compartment, parcel, day }, in the order of deposit. */
  #held = new Map();

  constructor(compartments, { newCode, holdDays = 7 }) {
    this.#compartments = compartments.map(({ id, size }) => ({ id, rank: rankOf(size) }));
    this.#newCode = newCode;
    this.#holdDays = holdDays;
  }

  deposit({ parcel, size, day }) {
    const rank = rankOf(size);
    if (rank < 0) throw new LockerError(`unknown size ${size}`);
    for (const held of this.#held.values()) {
      if (held.parcel === parcel) throw new LockerError(`${parcel} is already here`);
    }

    const compartment = this.#smallestFree(rank);
    if (!compartment) throw new LockerError(`no free compartment for size ${size}`);

    let code = this.#newCode();
    while (this.#held.has(code)) code = this.#newCode();
    this.#held.set(code, { compartment, parcel, day });
    return { compartment: compartment.id, code };
  }

  collect(code) {
    const held = this.#held.get(code);
    if (!held) throw new LockerError("unknown pickup code");
    this.#held.delete(code);
    return held.parcel;
  }

  expire(day) {
    const expired = [];
    for (const [code, held] of this.#held) {
      if (day - held.day > this.#holdDays) {
        this.#held.delete(code);
        expired.push(held.parcel);
      }
    }
    return expired;
  }

  free() {
    const counts = { S: 0, M: 0, L: 0 };
    for (const { rank } of this.#freeCompartments()) counts[SIZES[rank]] += 1;
    return counts;
  }

  #freeCompartments() {
    const taken = new Set([...this.#held.values()].map((held) => held.compartment));
    return this.#compartments.filter((compartment) => !taken.has(compartment));
  }

  #smallestFree(rank) {
    let best;
    for (const compartment of this.#freeCompartments()) {
      if (compartment.rank < rank) continue;
      if (!best || compartment.rank < best.rank) best = compartment;
    }
    return best;
  }
}
