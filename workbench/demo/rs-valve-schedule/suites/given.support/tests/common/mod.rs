use valve_schedule::Run;

pub fn run(valve: &str, start: u32, end: u32) -> Run {
    Run { valve: valve.to_string(), start, end }
}
