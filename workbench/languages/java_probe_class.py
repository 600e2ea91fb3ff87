"""The helper class that Java schemata ask: which mutant is active, what was reached, what is spent.

It is compiled with the solution and loaded anew for every trial, so that its state is the trial's.
"""

from __future__ import annotations

GUARD = "workbench_mutants.M"
HELPER_PATH = "workbench_mutants/M.java"

_SOURCE = """\
package workbench_mutants;

public final class M {
    private static final class Stop extends Error {
        Stop(String why) { super(why, null, false, false); }
    }

    private static int active;
    private static volatile long limit = Long.MAX_VALUE;
    private static boolean watched;
    private static SPENT;
    private static final boolean[] seen = new boolean[PROBES];

    private M() {}

    public static void begin(int number, boolean probes) {
        active = number;
        watched = probes || number < 0;
    }

    public static void fill(long most) { limit = most; }
    public static void end() { limit = -1; }
    public static long spent() { return COUNTED; }
    public static boolean[] seen() { return seen; }

    private static void out() {
        throw new Stop(limit < 0 ? "the trial is over" : "out of fuel");
    }

    private static void see(int n) {
        seen[n - 1] = true;
        if (active < 0) { throw new Stop("a guard was reached"); }
    }

    public static boolean a(int n) {
        if (COUNT > limit) { out(); }
        if (watched) { see(n); }
        return n == active;
    }

    public static void f() { if (COUNT > limit) { out(); } }
    public static void p(int n) { if (watched) { seen[n] = true; } }
    public static boolean t(int n) { if (watched) { seen[n] = true; } return true; }
    public static boolean e(int n) { if (watched) { seen[n] = true; } return false; }
    public static int v(int value) { return value; }
    public static long v(long value) { return value; }
    public static float v(float value) { return value; }
    public static double v(double value) { return value; }
    public static <T> T v(T value) { return value; }
}
"""
_ALONE = {"SPENT": "long spent", "COUNTED": "spent", "COUNT": "++spent"}
_SHARED = {
    "SPENT": (
        "final java.util.concurrent.atomic.AtomicLong spent"
        " = new java.util.concurrent.atomic.AtomicLong()"
    ),
    "COUNTED": "spent.get()",
    "COUNT": "spent.incrementAndGet()",
}


def helper_source(probes: int, *, threaded: bool) -> str:
    """The class for that many probes; `threaded`: steps are counted without loss."""
    source = _SOURCE.replace("PROBES", str(max(1, probes)))
    for word, code in (_SHARED if threaded else _ALONE).items():
        source = source.replace(word, code)
    return source
