#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passenger {
    Adult,
    Age(u8),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    pub base_cents: u32,
    pub passengers: Vec<Passenger>,
    pub bicycles: u32,
    pub return_trip: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub enum FareError {
    NobodyOnBoard,
    ChildAlone,
}

/// Everything is counted in two-hundredths of a cent: half fares, 10 % and 1.8 all stay whole.
const UNIT: u64 = 200;

pub fn quote(trip: &Trip) -> Result<u32, FareError> {
    let ages: Vec<u8> = trip
        .passengers
        .iter()
        .map(|p| match p {
            Passenger::Adult => 16,
            Passenger::Age(years) => *years,
        })
        .collect();
    match ages.iter().max() {
        None => return Err(FareError::NobodyOnBoard),
        Some(oldest) if *oldest < 16 => return Err(FareError::ChildAlone),
        Some(_) => {}
    }
    let adults = ages.iter().filter(|&&a| a >= 16).count() as u64;
    let children = ages.iter().filter(|&&a| (5..16).contains(&a)).count() as u64;
    let percent = 100;

    let base = u64::from(trip.base_cents);
    let people = (2 * adults + children) * base * percent; // in 1/200 cent
    let mut total = people + u64::from(trip.bicycles) * 250 * UNIT;
    let mut unit = UNIT;
    if trip.return_trip {
        total *= 18;
        unit *= 10;
    }
    let step = 5 * unit;
    let fives = (total + step / 2) / step;
    Ok(u32::try_from(fives * 5).expect("price fits"))
}
