package workbench.harness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the tests of trials that ask for whoever reaches their mutant. The trials before them
 * measure: each test alone for its probes and its steps, then all together. What follows from that
 * is a rule the workbench has as well and applies to the same figures; it takes a trial only where
 * both chose alike.
 */
final class Choice {
    private record Alone(boolean good, long fuel, boolean[] seen) {}

    private final int[] reach;
    private final Map<String, Alone> alone = new LinkedHashMap<>();
    private Set<String> together = Set.of();
    private List<String> base;
    private boolean mixed;

    /** {@code reach}: the probe that says whether a mutant was reached, from mutant 1 on. */
    Choice(int[] reach) {
        this.reach = reach;
    }

    /** A trial of the original ended: which tests passed, in how many steps, what was reached. */
    void note(Order order, String end, Set<String> passed, long fuel, boolean[] seen) {
        if (order.active() != 0 || order.covering()) {
            return;
        }
        if (!order.probes()) {
            together = passed;
        } else if (order.tests().size() == 1) {
            String id = order.tests().get(0);
            boolean good = end.equals("done") && passed.contains(id);
            alone.put(id, new Alone(good, fuel, seen.clone()));
        }
    }

    /** The trial with the tests that reach its mutant, cheapest first, and each one's fuel. */
    Order made(Order order) {
        if (base == null) {
            settle();
        }
        int probe = reach[order.active() - 1];
        List<String> found = new ArrayList<>(base);
        boolean reached = found.stream().anyMatch(id -> alone.get(id).seen()[probe]);
        if (mixed) {
            if (!reached && !order.fresh()) {
                found.clear();
            }
        } else {
            if (!order.fresh()) {
                found.removeIf(id -> !alone.get(id).seen()[probe]);
            }
            // The suite's order where costs agree.
            found.sort(Comparator.comparingLong(id -> alone.get(id).fuel()));
        }
        Map<String, Long> chosen = new LinkedHashMap<>();
        for (String id : found) {
            chosen.put(id, fuelLimit(alone.get(id).fuel()));
        }
        return order.with(chosen);
    }

    private void settle() {
        base = new ArrayList<>();
        alone.forEach((id, each) -> {
            if (each.good() && together.contains(id)) {
                base.add(id);
            }
            mixed |= each.good() != together.contains(id);
        });
    }

    /** As the workbench has it: {@code workbench.languages.mutation.fuel_limit}. */
    private static long fuelLimit(long steps) {
        return steps + Math.min(19 * steps, 6 * steps + 2_000_000) + 2_000;
    }
}
