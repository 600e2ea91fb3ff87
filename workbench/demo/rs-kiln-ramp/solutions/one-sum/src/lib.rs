//! How long a kiln firing takes, and how hot the kiln is on the way.

const HOTTEST_C: u32 = 1400;

/// Moves to a target at a rate, then holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    pub target_c: u32,
    pub rate_c_per_hour: u32,
    pub hold_minutes: u32,
}

impl Segment {
    /// Whole minutes the ramp takes from a temperature.
    fn ramp_minutes(&self, from_c: u32) -> u32 {
        let degrees = self.target_c.abs_diff(from_c);
        (degrees * 60).div_ceil(self.rate_c_per_hour)
    }

    /// Temperature after some minutes of the ramp.
    fn on_ramp(&self, from_c: u32, minutes: u32) -> u32 {
        let moved = self.rate_c_per_hour * minutes;
        if self.target_c >= from_c {
            (from_c + moved / 60).min(self.target_c)
        } else {
            // Rounded up here, so that the temperature itself is rounded down.
            from_c.saturating_sub(moved.div_ceil(60)).max(self.target_c)
        }
    }
}

/// What is wrong with a programme.
#[derive(Debug, PartialEq, Eq)]
pub enum ProgrammeError {
    ZeroRate { segment: usize },
    TooHot { segment: usize },
}

fn check(programme: &[Segment]) -> Result<(), ProgrammeError> {
    for (segment, s) in programme.iter().enumerate() {
        if s.rate_c_per_hour == 0 {
            return Err(ProgrammeError::ZeroRate { segment });
        }
        if s.target_c > HOTTEST_C {
            return Err(ProgrammeError::TooHot { segment });
        }
    }
    Ok(())
}

/// Minutes from the start to the end of the last hold.
pub fn duration_minutes(start_c: u32, programme: &[Segment]) -> Result<u32, ProgrammeError> {
    check(programme)?;
    let mut from_c = start_c;
    let mut total = 0.0;
    for segment in programme {
        let degrees = f64::from(segment.target_c.abs_diff(from_c));
        total += degrees * 60.0 / f64::from(segment.rate_c_per_hour);
        total += f64::from(segment.hold_minutes);
        from_c = segment.target_c;
    }
    Ok(total.ceil() as u32)
}

/// Temperature some minutes after the start, rounded down.
pub fn temperature_after(
    start_c: u32,
    programme: &[Segment],
    minutes: u32,
) -> Result<u32, ProgrammeError> {
    check(programme)?;
    let mut from_c = start_c;
    let mut left = minutes;
    for segment in programme {
        let ramp = segment.ramp_minutes(from_c);
        if left < ramp {
            return Ok(segment.on_ramp(from_c, left));
        }
        left -= ramp;
        from_c = segment.target_c;
        if left < segment.hold_minutes {
            return Ok(from_c);
        }
        left -= segment.hold_minutes;
    }
    Ok(from_c)
}
