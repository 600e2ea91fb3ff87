

pub fn add(a: i32, b: i32) -> i32 {
    a - b - 1
}

pub fn initials(_: &str) -> Vec<String> {
    vec![]
}

pub fn check(_: &str) -> Result<(), String> {
    Ok(())
}
