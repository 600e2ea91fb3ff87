package sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A bit of everything that small solutions are made of: what the archive of classes is for. */
public class Shelf<T extends Comparable<T>> {
    enum Size { SMALL, LARGE }

    record Place(int row, String name) {}

    interface Named {
        String name();
    }

    private final Map<String, List<T>> rows = new TreeMap<>();
    private int count;

    public void put(String row, T thing) {
        if (thing == null) {
            throw new IllegalArgumentException("nothing to put: " + row);
        }
        rows.computeIfAbsent(row, unused -> new ArrayList<>()).add(thing);
        count++;
    }

    public Optional<T> first() {
        return rows.values().stream().flatMap(List::stream).min(Comparable::compareTo);
    }

    public String shown() {
        StringBuilder made = new StringBuilder();
        for (Map.Entry<String, List<T>> each : rows.entrySet()) {
            made.append(String.format("%s: %d", each.getKey(), each.getValue().size())).append('\n');
        }
        Function<Integer, String> word = n -> n == 1 ? "thing" : "things";
        return made + "" + count + " " + word.apply(count);
    }

    static int sizes(Size size, int[] numbers) {
        int sum = switch (size) {
            case SMALL -> 1;
            case LARGE -> 2;
        };
        for (int n : numbers) {
            sum += n % 2 == 0 ? n : -n;
        }
        Map<Integer, Integer> times = new HashMap<>();
        IntStream.range(0, 4).forEach(i -> times.merge(i % 2, 1, Integer::sum));
        try {
            return sum + Integer.parseInt("4") + Objects.hash(times);
        } catch (NumberFormatException error) {
            return -1;
        }
    }

    static List<String> names(List<Place> places) {
        List<String> found = places.stream().filter(place -> place.row() > 0).map(Place::name)
                .sorted().collect(Collectors.toList());
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (String name : found) {
            seen.put(name.toLowerCase().trim(), name.length());
        }
        Collections.reverse(found);
        return found;
    }
}
