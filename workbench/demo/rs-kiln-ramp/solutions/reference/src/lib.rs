#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    pub target_c: u32,
    pub rate_c_per_hour: u32,
    pub hold_minutes: u32,
}

#[derive(Debug, PartialEq, Eq)]
pub enum ProgrammeError {
    ZeroRate { segment: usize },
    TooHot { segment: usize },
}

/// The temperature in sixtieths of a degree at the end of every minute, the start included.
fn trace(start_c: u32, programme: &[Segment]) -> Result<Vec<u32>, ProgrammeError> {
    if let Some(segment) =
        programme.iter().position(|s| s.rate_c_per_hour == 0 || s.target_c > 1400)
    {
        return Err(match programme[segment].rate_c_per_hour {
            0 => ProgrammeError::ZeroRate { segment },
            _ => ProgrammeError::TooHot { segment },
        });
    }
    let mut now = start_c * 60;
    let mut trace = vec![now];
    for segment in programme {
        let target = segment.target_c * 60;
        while now != target {
            let step = segment.rate_c_per_hour.min(now.abs_diff(target));
            now = if now < target { now + step } else { now - step };
            trace.push(now);
        }
        trace.extend((0..segment.hold_minutes).map(|_| target));
    }
    Ok(trace)
}

pub fn duration_minutes(start_c: u32, programme: &[Segment]) -> Result<u32, ProgrammeError> {
    Ok(trace(start_c, programme)?.len() as u32 - 1)
}

pub fn temperature_after(
    start_c: u32,
    programme: &[Segment],
    minutes: u32,
) -> Result<u32, ProgrammeError> {
    let trace = trace(start_c, programme)?;
    let last = trace.len() - 1;
    Ok(trace[last.min(minutes as usize)] / 60)
}
