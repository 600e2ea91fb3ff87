const RANK = { S: 1, M: 2, L: 3 };

export class LockerError extends Error {}

export class LockerBank {
  constructor(compartments, options) {
    this.slots = compartments.map((slot) => ({ ...slot, content: null }));
    this.options = { holdDays: 7, ...options };
    this.deposits = 0;
  }

  find(test) {
    return this.slots.find((slot) => slot.content && test(slot.content));
  }

  deposit({ parcel, size, day }) {
    if (!Object.hasOwn(RANK, size)) throw new LockerError("size must be S, M or L");
    if (this.find((content) => content.parcel === parcel)) throw new LockerError("duplicate parcel");
    const [slot] = this.slots
      .filter((candidate) => !candidate.content && RANK[candidate.size] >= RANK[size])
      .sort((a, b) => RANK[a.size] - RANK[b.size]);
    if (!slot) throw new LockerError("the bank is full");
    let code;
    do {
      code = this.options.newCode();
    } while (this.find((content) => content.code === code));
    slot.content = { parcel, code, day, turn: this.deposits++ };
    return { compartment: slot.id, code };
  }

  collect(code) {
    const slot = this.find((content) => content.code === code);
    if (!slot) throw new LockerError(`nothing to collect for ${code}`);
    const { parcel } = slot.content;
    slot.content = null;
    return parcel;
  }

  expire(day) {
    const late = this.slots.filter((slot) => slot.content && slot.content.day + this.options.holdDays < day);
    const parcels = late
      .map((slot) => slot.content)
      .sort((a, b) => a.turn - b.turn)
      .map((content) => content.parcel);
    for (const slot of late) slot.content = null;
    return parcels;
  }

  free() {
    const result = {};
    for (const size of Object.keys(RANK)) {
      result[size] = this.slots.filter((slot) => !slot.content && slot.size === size).length;
    }
    return result;
  }
}
