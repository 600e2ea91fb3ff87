package seating;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Seats guests at tables so that certain pairs stay apart. */
public final class SeatingPlanner {

    private final int tables;
    private final int seats;
    private final Map<String, Set<String>> apart = new HashMap<>();

    public SeatingPlanner(int tables, int seats) {
        if (tables < 1 || seats < 1) {
            throw new IllegalArgumentException("need at least one table and one seat");
        }
        this.tables = tables;
        this.seats = seats;
    }

    /** Notes that two guests must sit at different tables. */
    public void apart(String one, String other) {
        if (one.equals(other)) {
            throw new IllegalArgumentException(one + " cannot be kept apart from themselves");
        }
        apart.computeIfAbsent(one, name -> new HashSet<>()).add(other);
        apart.computeIfAbsent(other, name -> new HashSet<>()).add(one);
    }

    /** A table for every guest, or nothing if that cannot be done. */
    public Optional<Map<String, Integer>> plan(List<String> guests) {
        if (new HashSet<>(guests).size() < guests.size()) {
            throw new IllegalArgumentException("a guest is named twice");
        }
        if (guests.size() > (long) tables * seats) {
            return Optional.empty();
        }
        Map<String, Integer> plan = new LinkedHashMap<>();
        boolean found = seat(guests, 0, new int[tables], plan);
        return found ? Optional.of(Collections.unmodifiableMap(plan)) : Optional.empty();
    }

    private boolean seat(List<String> guests, int next, int[] taken, Map<String, Integer> plan) {
        if (next == guests.size()) {
            return true;
        }
        String guest = guests.get(next);
        for (int table = 0; table < tables; table++) {
            if (taken[table] < seats && suits(guest, table, plan)) {
                plan.put(guest, table);
                taken[table]++;
                return seat(guests, next + 1, taken, plan);
            }
        }
        return false;
    }

    private boolean suits(String guest, int table, Map<String, Integer> plan) {
        return apart.getOrDefault(guest, Set.of()).stream()
                .noneMatch(other -> Integer.valueOf(table).equals(plan.get(other)));
    }
}
