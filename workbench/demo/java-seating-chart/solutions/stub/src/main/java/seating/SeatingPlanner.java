package seating;

import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class SeatingPlanner {

    public SeatingPlanner(int tables, int seats) {
    }

    public void apart(String one, String other) {
    }

    public Optional<Map<String, Integer>> plan(List<String> guests) {
        return Optional.empty();
    }
}
