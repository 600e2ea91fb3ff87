use ferry_fares::{quote, Passenger, Passenger::*, Trip};

fn trip(base_cents: u32, passengers: &[Passenger]) -> Trip {
    Trip { base_cents, passengers: passengers.to_vec(), bicycles: 0, return_trip: false }
}

fn there_and_back(one_way: Trip) -> Trip {
    Trip { return_trip: true, ..one_way }
}

#[test]
fn one_adult() {
    assert_eq!(quote(&trip(640, &[Adult])), Ok(640));
}

#[test]
fn ages_decide_the_fare() {
    for (age, fare) in [(0, 0), (4, 0), (5, 320), (15, 320), (16, 640), (90, 640)] {
        assert_eq!(quote(&trip(640, &[Adult, Age(age)])), Ok(640 + fare), "age {age}");
    }
}

#[test]
fn bicycles_are_added() {
    let trip = Trip { bicycles: 3, ..trip(500, &[Adult]) };
    assert_eq!(quote(&trip), Ok(1250));
}

#[test]
fn family_with_bicycle() {
    let out = Trip { bicycles: 1, ..trip(640, &[Adult, Age(7)]) };
    assert_eq!(quote(&out), Ok(1210));
    assert_eq!(quote(&there_and_back(out)), Ok(2180));
}

#[test]
fn group_of_ten() {
    assert_eq!(quote(&trip(600, &[Adult; 9])), Ok(5400));
    assert_eq!(quote(&trip(600, &[Adult; 10])), Ok(5400));
    assert_eq!(quote(&trip(600, &[Adult; 12])), Ok(6480));
}

#[test]
fn infants_do_not_make_a_group() {
    let mut party = vec![Adult; 9];
    party.extend([Age(2), Age(3)]);
    assert_eq!(quote(&trip(600, &party)), Ok(5400));
    party.push(Age(12));
    assert_eq!(quote(&trip(600, &party)), Ok(5130));
}

#[test]
fn no_discount_on_bicycles() {
    let group = Trip { bicycles: 4, ..trip(600, &[Adult; 10]) };
    assert_eq!(quote(&group), Ok(6400));
}
