mod common;

use common::run;
use proptest::prelude::*;
use valve_schedule::{first_overload, peak, Run, ScheduleError};

#[test]
fn empty_schedule_has_no_load() {
    assert_eq!(peak(&[]), Ok(0));
    assert_eq!(first_overload(&[], 0), Ok(None));
}

#[test]
fn example_of_the_garden() {
    let runs = [run("A", 0, 30), run("B", 20, 40), run("A", 30, 45)];
    assert_eq!(peak(&runs), Ok(2));
    assert_eq!(first_overload(&runs, 1), Ok(Some(20)));
    assert_eq!(first_overload(&runs, 2), Ok(None));
}

#[test]
fn valves_that_take_turns_do_not_overlap() {
    let runs = [run("A", 0, 30), run("B", 30, 60), run("C", 60, 90)];
    assert_eq!(peak(&runs), Ok(1));
}

#[test]
fn a_valve_counts_once() {
    let runs = [run("A", 0, 30), run("A", 10, 40), run("B", 35, 50)];
    assert_eq!(peak(&runs), Ok(2));
    assert_eq!(first_overload(&runs, 1), Ok(Some(35)));
}

#[test]
fn no_capacity_is_exceeded_at_once() {
    assert_eq!(first_overload(&[run("A", 17, 18)], 0), Ok(Some(17)));
}

#[test]
fn bad_runs_are_refused() {
    let runs = [run("A", 0, 10), run("B", 10, 1500)];
    let error = ScheduleError::AfterMidnight { valve: "B".to_string() };
    assert_eq!(peak(&runs), Err(error.clone()));
    assert_eq!(first_overload(&runs, 9), Err(error));
}

fn schedule() -> impl Strategy<Value = Vec<Run>> {
    let one = (0..4usize, 0..1440u32, 1..200u32)
        .prop_map(|(v, start, len)| run(["A", "B", "C", "D"][v], start, (start + len).min(1440)));
    prop::collection::vec(one, 0..12)
}

fn open_at(runs: &[Run], minute: u32) -> usize {
    ["A", "B", "C", "D"]
        .iter()
        .filter(|v| runs.iter().any(|r| r.valve == **v && r.start <= minute && minute < r.end))
        .count()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn load_agrees_with_a_count_of_every_minute(runs in schedule(), capacity in 0..4usize) {
        let most = (0..1440).map(|m| open_at(&runs, m)).max();
        prop_assert_eq!(peak(&runs), Ok(most.unwrap_or(0)));
        let first = (0..1440).find(|&m| open_at(&runs, m) > capacity);
        prop_assert_eq!(first_overload(&runs, capacity), Ok(first));
    }
}
