const ORDER = ["S", "M", "L"];

export class LockerError extends Error {
  constructor(message) {
    super(message);
    this.name = "LockerError";
  }
}

export class LockerBank {
  constructor(compartments, { newCode, holdDays = 7 }) {
    const place = new Map(compartments.map(({ id }, index) => [id, index]));
    const vacant = { S: [], M: [], L: [] };
    for (const { id, size } of compartments) vacant[size].push(id);
    const deposits = [];

    const release = (index) => {
      const [gone] = deposits.splice(index, 1);
      vacant[gone.size].push(gone.id);
      vacant[gone.size].sort((a, b) => place.get(a) - place.get(b));
      return gone.parcel;
    };

    this.deposit = ({ parcel, size, day }) => {
      if (!ORDER.includes(size)) throw new LockerError("unknown size");
      if (deposits.some((one) => one.parcel === parcel)) throw new LockerError("parcel twice");
      const used = ORDER.slice(ORDER.indexOf(size)).find((name) => vacant[name].length > 0);
      if (used === undefined) throw new LockerError("no room");
      const id = vacant[used].shift();
      let code = newCode();
      while (deposits.some((one) => one.code === code)) code = newCode();
      deposits.push({ parcel, code, day, id, size: used });
      return { compartment: id, code };
    };

    this.collect = (code) => {
      const index = deposits.findIndex((one) => one.code === code);
      if (index === -1) throw new LockerError("wrong code");
      return release(index);
    };

    this.expire = (day) => {
      const parcels = [];
      for (let index = 0; index < deposits.length; ) {
        if (deposits[index].day < day - holdDays) parcels.push(release(index));
        else index += 1;
      }
      return parcels;
    };

    this.free = () => ({ S: vacant.S.length, M: vacant.M.length, L: vacant.L.length });
  }
}
