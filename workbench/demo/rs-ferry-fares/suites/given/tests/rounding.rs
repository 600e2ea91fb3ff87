use ferry_fares::{quote, Passenger, Trip};

fn single(base_cents: u32) -> Trip {
    Trip { base_cents, passengers: vec![Passenger::Adult], bicycles: 0, return_trip: false }
}

#[test]
fn to_the_nearest_five_cents() {
    for (base, price) in [(500, 500), (501, 500), (502, 500), (503, 505), (504, 505), (505, 505)] {
        assert_eq!(quote(&single(base)), Ok(price), "base {base}");
    }
}

#[test]
fn return_trip_is_rounded_at_the_end() {
    let mut trip = single(610);
    trip.return_trip = true;
    assert_eq!(quote(&trip), Ok(1100));
    trip.base_cents = 630;
    assert_eq!(quote(&trip), Ok(1135));
}
