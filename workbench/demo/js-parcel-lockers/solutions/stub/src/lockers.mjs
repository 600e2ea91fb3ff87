export class LockerError extends Error {}

export class LockerBank {
  deposit() {
    throw new Error("not written yet");
  }

  collect() {
    throw new Error("not written yet");
  }

  expire() {
    throw new Error("not written yet");
  }

  free() {
    throw new Error("not written yet");
  }
}
