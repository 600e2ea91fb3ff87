package workbench.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A trial: {@code tests} are ids, {@code fuel} the steps each may take (0: as many as it takes),
 * {@code owners} the binary names of their classes. Of one that is {@code covering} the tests are
 * chosen here; {@code fresh}: its mutant is in what runs while classes are loaded; {@code clock}: by
 * how many seconds its clock is ahead.
 */
record Order(int index, int active, boolean full, boolean probes, long seed, boolean covering,
        boolean fresh, long clock, List<String> tests, Map<String, Long> fuel,
        Map<String, String> owners) {

    /** Index, active, full, probes, seed, covering, fresh, clock, tests as place:fuel; parted by
     * tabs. */
    static Order of(String line, List<String> ids, Map<String, String> owners) {
        String[] parts = line.split("\t", -1);
        List<String> tests = new ArrayList<>();
        Map<String, Long> fuel = new HashMap<>();
        for (String asked : parts[8].isEmpty() ? new String[0] : parts[8].split(",")) {
            String[] both = asked.split(":");
            String id = ids.get(Integer.parseInt(both[0]));
            tests.add(id);
            fuel.put(id, Long.parseLong(both[1]));
        }
        return new Order(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]),
                parts[2].equals("1"), parts[3].equals("1"), Long.parseLong(parts[4]),
                parts[5].equals("1"), parts[6].equals("1"), Long.parseLong(parts[7]), tests, fuel, owners);
    }

    /** The same of these tests, each with its fuel. */
    Order with(Map<String, Long> chosen) {
        return new Order(index, active, full, probes, seed, covering, fresh, clock,
                List.copyOf(chosen.keySet()), chosen, owners);
    }
}
