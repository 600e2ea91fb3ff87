//! How many valves are open at a time.

use crate::run::{normalise, Run, ScheduleError};

/// Minutes in which the number of open valves changes, with the number from then on.
fn steps(runs: &[Run]) -> Result<Vec<(u32, usize)>, ScheduleError> {
    let mut changes: Vec<(u32, i64)> = Vec::new();
    for run in normalise(runs)? {
        changes.push((run.start, 1));
        changes.push((run.end + 1, -1));
    }
    changes.sort_unstable();

    let mut open = 0;
    let mut steps: Vec<(u32, usize)> = Vec::new();
    for (minute, change) in changes {
        open += change;
        let count = usize::try_from(open).expect("a valve opens before it closes");
        match steps.last_mut() {
            Some(last) if last.0 == minute => last.1 = count,
            _ => steps.push((minute, count)),
        }
    }
    Ok(steps)
}

/// The largest number of valves that are open at the same time.
pub fn peak(runs: &[Run]) -> Result<usize, ScheduleError> {
    Ok(steps(runs)?.into_iter().map(|(_, count)| count).max().unwrap_or(0))
}

/// The earliest minute in which more than `capacity` valves are open.
pub fn first_overload(runs: &[Run], capacity: usize) -> Result<Option<u32>, ScheduleError> {
    Ok(steps(runs)?
        .into_iter()
        .find(|&(_, count)| count > capacity)
        .map(|(minute, _)| minute))
}
