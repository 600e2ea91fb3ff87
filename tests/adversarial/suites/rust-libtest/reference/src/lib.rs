pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

pub fn initials(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| word[..1].to_uppercase())
        .collect()
}

pub fn check(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("the text is empty".to_string());
    }
    Ok(())
}
