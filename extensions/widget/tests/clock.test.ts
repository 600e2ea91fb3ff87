import { describe, expect, it } from 'vitest';
import { ActiveClock, BESIDE_MS, clockText, IDLE_MS } from '../src/core/clock';

function made() {
  const world = { now: 1_000_000, visible: true, waiting: false, reports: [] as number[] };
  const clock = new ActiveClock({
    isVisible: () => world.visible,
    isWaiting: () => world.waiting,
    report: seconds => world.reports.push(seconds),
    now: () => world.now
  });
  const pass = (seconds: number, each: () => void = () => undefined): void => {
    for (let i = 0; i < seconds; i++) {
      world.now += 1000;
      each();
      clock.tick();
    }
  };
  return { world, clock, pass };
}

describe('the active clock', () => {
  it('stops a minute after the last input and goes on with the next', () => {
    const { clock, pass } = made();
    pass(300);
    expect(clock.seconds).toBe(IDLE_MS / 1000);
    clock.input();
    pass(10);
    expect(clock.seconds).toBe(IDLE_MS / 1000 + 10);
  });

  it('does not count what nobody sees', () => {
    const { world, clock, pass } = made();
    world.visible = false;
    pass(30, () => clock.input());
    expect(clock.seconds).toBe(0);
  });

  it('leaves waiting for a run out, and counts what is done beside one', () => {
    const { world, clock, pass } = made();
    clock.input(); // pressing Run
    world.waiting = true;
    pass(30, () => clock.input(false)); // the pointer is not at rest
    expect(clock.seconds).toBe(0);
    pass(20, () => clock.input()); // a probe is typed meanwhile
    expect(clock.seconds).toBe(20);
    pass(30);
    expect(clock.seconds).toBe(20 + BESIDE_MS / 1000);
    world.waiting = false;
    clock.input();
    pass(10);
    expect(clock.seconds).toBe(30 + BESIDE_MS / 1000);
  });

  it('never runs backwards, and takes no step over a sleep or a clock set back', () => {
    const { world, clock, pass } = made();
    pass(10, () => clock.input());
    world.now += 3_600_000;
    clock.tick();
    world.now -= 7_200_000;
    clock.tick();
    expect(clock.seconds).toBe(10);
    clock.startFrom(4);
    expect(clock.seconds).toBe(10);
    pass(5, () => clock.input());
    expect(clock.seconds).toBe(15);
  });

  it('goes on from what another page or an earlier one counted, and never adds it', () => {
    const one = made();
    const two = made();
    one.pass(100, () => one.clock.input());
    two.clock.startFrom(one.clock.seconds);
    expect(two.clock.seconds).toBe(100);
    // Side by side, both in use: the review keeps the larger of the two.
    one.pass(60, () => one.clock.input());
    two.pass(60, () => two.clock.input());
    expect(Math.max(one.clock.seconds, two.clock.seconds)).toBe(160);
  });

  it('reports at most every fifteen seconds, and what is left when the page is left', () => {
    const { world, clock, pass } = made();
    pass(40, () => clock.input());
    expect(world.reports).toEqual([15, 30]);
    clock.report();
    expect(world.reports).toEqual([15, 30, 40]);
  });

  it('reads as minutes and, from an hour on, as hours', () => {
    expect([clockText(872.4), clockText(3872)]).toEqual(['14:32', '1:04:32']);
  });
});
