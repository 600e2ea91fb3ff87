use std::fmt;

#[derive(Debug, PartialEq, Eq)]
pub enum RedactError {
    KeepTooLarge(usize),
    NulByte(usize),
}

impl fmt::Display for RedactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeepTooLarge(n) => write!(f, "cannot keep {n} characters (limit: 3)"),
            Self::NulByte(at) => write!(f, "note contains a NUL character (offset {at})"),
        }
    }
}

impl std::error::Error for RedactError {}

const SHAPE: &[u8; 9] = b"AA-000-AA";

fn fits(byte: u8, shape: u8) -> bool {
    match shape {
        b'A' => byte.is_ascii_uppercase(),
        b'0' => byte.is_ascii_digit(),
        other => byte == other,
    }
}

fn word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

pub fn redact(note: &str, keep: usize) -> Result<String, RedactError> {
    if keep > 3 {
        return Err(RedactError::KeepTooLarge(keep));
    }
    let mut bytes = note.as_bytes().to_vec();
    if let Some(at) = bytes.iter().position(|&b| b == 0) {
        return Err(RedactError::NulByte(at));
    }
    let mut start = 0;
    while start < bytes.len() {
        let end = (start..bytes.len()).find(|&i| !word(bytes[i])).unwrap_or(bytes.len());
        let token = &mut bytes[start..end];
        if token.len() == SHAPE.len() && token.iter().zip(SHAPE).all(|(&b, &s)| fits(b, s)) {
            token.iter_mut().rev().filter(|b| **b != b'-').skip(keep).for_each(|b| *b = b'*');
        }
        start = end + 1;
    }
    Ok(String::from_utf8(bytes).expect("only ASCII bytes were replaced"))
}

pub fn redact_all(notes: &[&str], keep: usize) -> (Vec<String>, Vec<String>) {
    let (mut done, mut refused) = (vec![], vec![]);
    for (i, note) in notes.iter().enumerate() {
        match redact(note, keep) {
            Ok(text) => done.push(text),
            Err(why) => refused.push(format!("[{i}] {why}")),
        }
    }
    (done, refused)
}
