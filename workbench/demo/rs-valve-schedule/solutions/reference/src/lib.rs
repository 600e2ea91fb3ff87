use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub valve: String,
    pub start: u32,
    pub end: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleError {
    EmptyRun { valve: String },
    AfterMidnight { valve: String },
}

const DAY: usize = 1440;

type Minutes = [bool; DAY + 1];

/// For each valve, whether it is open in each minute; the last entry is always closed.
fn by_minute(runs: &[Run]) -> Result<BTreeMap<&str, Minutes>, ScheduleError> {
    let mut table = BTreeMap::new();
    for run in runs {
        let valve = run.valve.clone();
        if run.start >= run.end {
            return Err(ScheduleError::EmptyRun { valve });
        }
        if run.end as usize > DAY {
            return Err(ScheduleError::AfterMidnight { valve });
        }
        let minutes = table.entry(run.valve.as_str()).or_insert([false; DAY + 1]);
        minutes[run.start as usize..run.end as usize].fill(true);
    }
    Ok(table)
}

pub fn normalise(runs: &[Run]) -> Result<Vec<Run>, ScheduleError> {
    let mut result = Vec::new();
    for (valve, minutes) in by_minute(runs)? {
        let mut since = None;
        for (minute, &open) in (0u32..).zip(minutes.iter()) {
            match (open, since) {
                (true, None) => since = Some(minute),
                (false, Some(start)) => {
                    result.push(Run { valve: valve.to_string(), start, end: minute });
                    since = None;
                }
                _ => {}
            }
        }
    }
    Ok(result)
}

fn load(runs: &[Run]) -> Result<Vec<usize>, ScheduleError> {
    let table = by_minute(runs)?;
    Ok((0..DAY).map(|m| table.values().filter(|minutes| minutes[m]).count()).collect())
}

pub fn peak(runs: &[Run]) -> Result<usize, ScheduleError> {
    Ok(load(runs)?.into_iter().max().unwrap_or(0))
}

pub fn first_overload(runs: &[Run], capacity: usize) -> Result<Option<u32>, ScheduleError> {
    Ok(load(runs)?.iter().position(|&count| count > capacity).map(|m| m as u32))
}
