mod common;

use common::run;
use valve_schedule::{normalise, ScheduleError};

#[test]
fn empty_schedule_stays_empty() {
    assert_eq!(normalise(&[]), Ok(vec![]));
}

#[test]
fn overlapping_and_touching_runs_are_joined() {
    let runs = [run("A", 30, 45), run("B", 20, 40), run("A", 0, 30), run("B", 35, 50)];
    assert_eq!(normalise(&runs), Ok(vec![run("A", 0, 45), run("B", 20, 50)]));
}

#[test]
fn a_gap_of_one_minute_stays() {
    let runs = [run("A", 0, 10), run("A", 11, 20)];
    assert_eq!(normalise(&runs), Ok(runs.to_vec()));
}

#[test]
fn a_run_inside_another_vanishes() {
    let runs = [run("A", 0, 100), run("A", 10, 20), run("A", 90, 95)];
    assert_eq!(normalise(&runs), Ok(vec![run("A", 0, 100)]));
}

#[test]
fn different_valves_are_never_joined() {
    let runs = [run("B", 5, 10), run("A", 10, 20), run("B", 0, 4)];
    assert_eq!(normalise(&runs), Ok(vec![run("A", 10, 20), run("B", 0, 4), run("B", 5, 10)]));
}

#[test]
fn midnight_is_the_last_end() {
    assert!(normalise(&[run("A", 1439, 1440)]).is_ok());
    let late = Err(ScheduleError::AfterMidnight { valve: "A".to_string() });
    assert_eq!(normalise(&[run("A", 1439, 1441)]), late);
}

#[test]
fn first_bad_run_decides() {
    let empty = |valve: &str| Err(ScheduleError::EmptyRun { valve: valve.to_string() });
    let runs = [run("Z", 0, 5), run("Q", 7, 7), run("A", 0, 2000)];
    assert_eq!(normalise(&runs), empty("Q"));
    assert_eq!(normalise(&[run("X", 3000, 2000)]), empty("X"));
}
