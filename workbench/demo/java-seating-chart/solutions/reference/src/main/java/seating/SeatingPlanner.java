package seating;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

public final class SeatingPlanner {

    private record Quarrel(String one, String other) {}

    private final int tables;
    private final int seats;
    private final Set<Quarrel> quarrels = new HashSet<>();

    public SeatingPlanner(int tables, int seats) {
        if (Math.min(tables, seats) <= 0) {
            throw new IllegalArgumentException(tables + " tables of " + seats);
        }
        this.tables = tables;
        this.seats = seats;
    }

    public void apart(String one, String other) {
        if (one.equals(other)) {
            throw new IllegalArgumentException(one);
        }
        quarrels.add(new Quarrel(one, other));
        quarrels.add(new Quarrel(other, one));
    }

    public Optional<Map<String, Integer>> plan(List<String> guests) {
        if (guests.stream().distinct().count() != guests.size()) {
            throw new IllegalArgumentException("named twice: " + guests);
        }
        // Guests with many quarrels first: they have the least choice.
        List<String> order = new ArrayList<>(guests);
        order.sort(Comparator.comparingLong(this::quarrelsOf).reversed());
        List<Set<String>> seated = new ArrayList<>();
        if (!place(order, seated)) {
            return Optional.empty();
        }
        Map<String, Integer> plan = new HashMap<>();
        for (int table = 0; table < seated.size(); table++) {
            for (String guest : seated.get(table)) {
                plan.put(guest, table);
            }
        }
        return Optional.of(plan);
    }

    private long quarrelsOf(String guest) {
        return quarrels.stream().filter(q -> q.one().equals(guest)).count();
    }

    private boolean place(List<String> waiting, List<Set<String>> seated) {
        if (waiting.isEmpty()) {
            return true;
        }
        String guest = waiting.get(0);
        List<String> others = waiting.subList(1, waiting.size());
        for (Set<String> table : seated) {
            boolean peace = table.stream().noneMatch(t -> quarrels.contains(new Quarrel(guest, t)));
            if (peace && table.size() < seats) {
                table.add(guest);
                if (place(others, seated)) {
                    return true;
                }
                table.remove(guest);
            }
        }
        if (seated.size() == tables) {
            return false;
        }
        seated.add(new HashSet<>(Set.of(guest)));
        if (place(others, seated)) {
            return true;
        }
        seated.remove(seated.size() - 1);
        return false;
    }
}
