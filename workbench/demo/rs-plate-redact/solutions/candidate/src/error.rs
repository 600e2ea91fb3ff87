use std::fmt;

/// Why a note cannot be redacted.
#[derive(Debug, PartialEq, Eq)]
pub enum RedactError {
    KeepTooLarge(usize),
    NulByte(usize),
}

impl fmt::Display for RedactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RedactError::KeepTooLarge(keep) => {
                write!(f, "keep must be at most 3, got {keep}")
            }
            RedactError::NulByte(position) => write!(f, "NUL byte at position {position}"),
        }
    }
}

impl std::error::Error for RedactError {}
