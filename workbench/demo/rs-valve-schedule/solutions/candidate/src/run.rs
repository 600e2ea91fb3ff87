//! Runs of valves and their normal form.

use std::fmt;

const MINUTES_PER_DAY: u32 = 24 * 60;

/// A valve stands open from `start` up to, not including, `end`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub valve: String,
    pub start: u32,
    pub end: u32,
}

/// Why a schedule cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleError {
    EmptyRun { valve: String },
    AfterMidnight { valve: String },
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScheduleError::EmptyRun { valve } => write!(f, "a run of valve {valve} is empty"),
            ScheduleError::AfterMidnight { valve } => {
                write!(f, "a run of valve {valve} ends after midnight")
            }
        }
    }
}

impl std::error::Error for ScheduleError {}

fn check(run: &Run) -> Result<(), ScheduleError> {
    let valve = || run.valve.clone();
    if run.start >= run.end {
        Err(ScheduleError::EmptyRun { valve: valve() })
    } else if run.end > MINUTES_PER_DAY {
        Err(ScheduleError::AfterMidnight { valve: valve() })
    } else {
        Ok(())
    }
}

/// Joins overlapping and touching runs of each valve; sorted by valve, then start.
pub fn normalise(runs: &[Run]) -> Result<Vec<Run>, ScheduleError> {
    runs.iter().try_for_each(check)?;
    let mut sorted = runs.to_vec();
    sorted.sort_by(|a, b| (&a.valve, a.start).cmp(&(&b.valve, b.start)));

    let mut joined: Vec<Run> = Vec::with_capacity(sorted.len());
    for run in sorted {
        match joined.last_mut() {
            Some(last) if last.valve == run.valve && run.start <= last.end => {
                last.end = last.end.max(run.end);
            }
            _ => joined.push(run),
        }
    }
    Ok(joined)
}
