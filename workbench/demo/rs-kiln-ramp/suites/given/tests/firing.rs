use kiln_ramp::{duration_minutes, temperature_after, ProgrammeError, Segment};

fn segment(target_c: u32, rate_c_per_hour: u32, hold_minutes: u32) -> Segment {
    Segment { target_c, rate_c_per_hour, hold_minutes }
}

/// Bisque firing as printed on the bag of clay.
fn bisque() -> Vec<Segment> {
    vec![segment(110, 70, 30), segment(590, 110, 0), segment(1060, 150, 15)]
}

#[test]
fn empty_programme_takes_no_time() {
    assert_eq!(duration_minutes(20, &[]), Ok(0));
    assert_eq!(temperature_after(20, &[], 500), Ok(20));
}

#[test]
fn one_segment_is_rounded_up() {
    assert_eq!(duration_minutes(20, &[segment(100, 90, 10)]), Ok(64));
    assert_eq!(duration_minutes(20, &[segment(110, 90, 0)]), Ok(60));
}

#[test]
fn ramp_of_no_degrees() {
    assert_eq!(duration_minutes(200, &[segment(200, 50, 45)]), Ok(45));
}

#[test]
fn cooling_takes_time_too() {
    assert_eq!(duration_minutes(1000, &[segment(700, 120, 5)]), Ok(155));
}

#[test]
fn bisque_firing() {
    // 77.14 + 30, 261.82, 188 + 15 minutes
    assert_eq!(duration_minutes(20, &bisque()), Ok(572));
}

#[test]
fn temperature_on_the_way_up() {
    let programme = [segment(100, 90, 10), segment(400, 200, 0)];
    for (minutes, celsius) in [(0, 20), (1, 21), (20, 50), (53, 99), (54, 100), (63, 100), (67, 110)] {
        assert_eq!(temperature_after(20, &programme, minutes), Ok(celsius), "minute {minutes}");
    }
}

#[test]
fn temperature_on_the_way_down_is_rounded_down() {
    let programme = [segment(900, 100, 0)];
    for (minutes, celsius) in [(0, 1000), (1, 998), (3, 995), (30, 950), (59, 901), (60, 900)] {
        assert_eq!(temperature_after(1000, &programme, minutes), Ok(celsius), "minute {minutes}");
    }
}

#[test]
fn temperature_after_the_end() {
    assert_eq!(temperature_after(20, &bisque(), 100_000), Ok(1060));
}

#[test]
fn bad_segments() {
    let programme = [segment(100, 50, 0), segment(1401, 0, 0), segment(1401, 50, 0)];
    let zero = ProgrammeError::ZeroRate { segment: 1 };
    assert_eq!(duration_minutes(20, &programme), Err(zero));
    assert_eq!(
        temperature_after(20, &[programme[0], programme[2]], 0),
        Err(ProgrammeError::TooHot { segment: 1 })
    );
    assert!(duration_minutes(20, &[segment(1400, 50, 0)]).is_ok());
}
