//! Quotes the price of a trip on the island ferry.

const BICYCLE_CENTS: u32 = 250;
const GROUP_SIZE: usize = 10;

/// Somebody on board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passenger {
    Adult,
    Age(u8),
}

impl Passenger {
    fn category(self) -> Category {
        match self {
            Passenger::Age(0..=4) => Category::Infant,
            Passenger::Age(5..=15) => Category::Child,
            Passenger::Adult | Passenger::Age(_) => Category::Adult,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Category {
    Infant,
    Child,
    Adult,
}

impl Category {
    fn fare(self, base_cents: u32) -> u32 {
        match self {
            Category::Infant => 0,
            Category::Child => base_cents / 2,
            Category::Adult => base_cents,
        }
    }
}

/// What a party wants to book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    pub base_cents: u32,
    pub passengers: Vec<Passenger>,
    pub bicycles: u32,
    pub return_trip: bool,
}

/// Why a trip cannot be booked.
#[derive(Debug, PartialEq, Eq)]
pub enum FareError {
    NobodyOnBoard,
    ChildAlone,
}

/// Price of a trip in cents, rounded to 5 cents.
pub fn quote(trip: &Trip) -> Result<u32, FareError> {
    if trip.passengers.is_empty() {
        return Err(FareError::NobodyOnBoard);
    }
    let categories: Vec<Category> = trip.passengers.iter().map(|p| p.category()).collect();
    if !categories.contains(&Category::Adult) {
        return Err(FareError::ChildAlone);
    }

    let paying = categories.iter().filter(|&&c| c != Category::Infant).count();
    let mut people: u32 = categories.iter().map(|c| c.fare(trip.base_cents)).sum();
    if paying >= GROUP_SIZE {
        people = people * 9 / 10;
    }

    let mut total = people + trip.bicycles * BICYCLE_CENTS;
    if trip.return_trip {
        total = total * 18 / 10;
    }
    Ok(round_to_five(total))
}

fn round_to_five(cents: u32) -> u32 {
    (cents + 2) / 5 * 5
}
