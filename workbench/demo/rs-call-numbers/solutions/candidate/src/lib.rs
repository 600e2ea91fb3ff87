//! Call numbers of a small library and their order on the shelf.

mod call_number;

pub use call_number::CallNumber;

/// Sorts call numbers for the shelf; what cannot be read comes back second, as it was.
pub fn shelve(call_numbers: &[&str]) -> (Vec<String>, Vec<String>) {
    let mut shelf = Vec::new();
    let mut unreadable = Vec::new();
    for text in call_numbers {
        match CallNumber::parse(text) {
            Some(number) => shelf.push(number),
            None => unreadable.push(text.to_string()),
        }
    }
    shelf.sort();
    (shelf.iter().map(CallNumber::to_string).collect(), unreadable)
}
