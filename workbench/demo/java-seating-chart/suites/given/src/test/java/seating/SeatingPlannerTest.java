package seating;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeatingPlannerTest {

    private static final List<String> FOUR = List.of("Ann", "Bob", "Cid", "Dot");

    private static boolean apart(Optional<Map<String, Integer>> plan, String one, String other) {
        return plan.map(tables -> !tables.get(one).equals(tables.get(other))).orElse(false);
    }

    private static boolean fits(Optional<Map<String, Integer>> plan, int tables, int seats) {
        return plan.map(
                        found ->
                                IntStream.range(0, tables)
                                        .allMatch(
                                                t ->
                                                        found.values().stream()
                                                                        .filter(v -> v == t)
                                                                        .count()
                                                                <= seats))
                .orElse(false);
    }

    @Test
    void everybodyGetsASeat() {
        SeatingPlanner planner = new SeatingPlanner(2, 2);
        Optional<Map<String, Integer>> plan = planner.plan(FOUR);
        assertThat(plan.isPresent());
        assertThat(fits(plan, 2, 2));
        assertThat(plan.map(Map::keySet).filter(names -> names.containsAll(FOUR)).isPresent());
    }

    @Test
    void pairsAreKeptApart() {
        SeatingPlanner planner = new SeatingPlanner(2, 3);
        planner.apart("Ann", "Bob");
        planner.apart("Dot", "Cid");
        Optional<Map<String, Integer>> plan = planner.plan(FOUR);
        assertThat(apart(plan, "Ann", "Bob"));
        assertThat(apart(plan, "Cid", "Dot"));
        assertThat(fits(plan, 2, 3));
    }

    @Test
    void onlyOneWayToSeatThem() {
        SeatingPlanner planner = new SeatingPlanner(2, 2);
        planner.apart("Ann", "Bob");
        planner.apart("Cid", "Ann");
        Optional<Map<String, Integer>> plan = planner.plan(FOUR);
        assertThat(apart(plan, "Ann", "Bob") && apart(plan, "Ann", "Cid"));
        assertThat(!apart(plan, "Ann", "Dot"));
    }

    @Test
    void threeWhoAllQuarrelNeedThreeTables() {
        SeatingPlanner planner = new SeatingPlanner(2, 4);
        planner.apart("Ann", "Bob");
        planner.apart("Bob", "Cid");
        planner.apart("Cid", "Ann");
        assertThat(planner.plan(FOUR).isEmpty());
    }

    @Test
    void tooManyGuests() {
        assertThat(new SeatingPlanner(1, 3).plan(FOUR).isEmpty());
    }

    @Test
    void nobodyToSeat() {
        assertThat(new SeatingPlanner(1, 1).plan(List.of()).equals(Optional.of(Map.of())));
    }

    @Test
    void planningAgainAfterAnotherQuarrel() {
        SeatingPlanner planner = new SeatingPlanner(2, 2);
        planner.plan(FOUR);
        planner.apart("Ann", "Bob");
        assertThat(apart(planner.plan(FOUR), "Ann", "Bob"));
    }

    @Test
    void badArguments() {
        try {
            new SeatingPlanner(0, 4);
        } catch (IllegalArgumentException expected) {
            assertThat(expected).isInstanceOf(IllegalArgumentException.class);
        }
        try {
            new SeatingPlanner(1, 4).plan(List.of("Ann", "Ann"));
        } catch (IllegalArgumentException expected) {
            assertThat(expected).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
