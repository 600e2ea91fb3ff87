use ferry_fares::{quote, FareError, Passenger, Passenger::*, Trip};

fn party(passengers: &[Passenger]) -> Trip {
    Trip { base_cents: 700, passengers: passengers.to_vec(), bicycles: 1, return_trip: true }
}

#[test]
fn nobody_on_board() {
    assert_eq!(quote(&party(&[])), Err(FareError::NobodyOnBoard));
}

#[test]
fn children_need_company() {
    assert_eq!(quote(&party(&[Age(15), Age(3)])), Err(FareError::ChildAlone));
    assert!(quote(&party(&[Age(15), Age(16)])).is_ok());
}
