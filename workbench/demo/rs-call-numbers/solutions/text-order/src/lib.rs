use std::cmp::Ordering;
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallNumber {
    class: String,
    number: String,
    mark: u8,
    digits: Vec<u8>,
    year: Option<String>,
}

fn digits_only(s: &str) -> bool {
    s.chars().all(|c| c.is_ascii_digit())
}

impl CallNumber {
    pub fn parse(text: &str) -> Option<CallNumber> {
        let text = text.to_ascii_uppercase();
        let parts: Vec<&str> = text.split(' ').filter(|p| !p.is_empty()).collect();
        let (class, number, mark, year) = match parts[..] {
            [c, n, m] => (c, n, m, None),
            [c, n, m, y] => (c, n, m, Some(y)),
            _ => return None,
        };
        let class_ok = class.len() <= 3 && class.chars().all(|c| c.is_ascii_uppercase());
        let number_ok = number.len() <= 4 && digits_only(number) && !number.starts_with('0');
        let (&letter, digits) = mark.as_bytes().split_first()?;
        let mark_ok = letter.is_ascii_uppercase()
            && !digits.is_empty()
            && digits.iter().all(u8::is_ascii_digit);
        let year_ok = year.map_or(true, |y| y.len() == 4 && digits_only(y));
        if !(class_ok && number_ok && mark_ok && year_ok) {
            return None;
        }
        Some(CallNumber {
            class: class.to_string(),
            number: number.to_string(),
            mark: letter,
            digits: digits.to_vec(),
            year: year.map(str::to_string),
        })
    }
}

impl Ord for CallNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_string().cmp(&other.to_string())
    }
}

impl PartialOrd for CallNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for CallNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits: String = self.digits.iter().map(|&d| char::from(d)).collect();
        write!(f, "{} {} {}{}", self.class, self.number, char::from(self.mark), digits)?;
        self.year.iter().try_for_each(|year| write!(f, " {year}"))
    }
}

pub fn shelve(call_numbers: &[&str]) -> (Vec<String>, Vec<String>) {
    let (good, bad): (Vec<&str>, Vec<&str>) =
        call_numbers.iter().partition(|text| CallNumber::parse(text).is_some());
    let mut shelf: Vec<CallNumber> =
        good.into_iter().filter_map(CallNumber::parse).collect();
    shelf.sort();
    let shown = shelf.iter().map(ToString::to_string).collect();
    (shown, bad.into_iter().map(str::to_string).collect())
}
