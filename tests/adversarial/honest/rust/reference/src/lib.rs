//! Does honest work with everything a program may use.
use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::ops::Deref;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

pub fn save(rows: &[i32]) -> std::io::Result<Vec<i32>> {
    let text: Vec<String> = rows.iter().map(|n| n.to_string()).collect();
    fs::write("rows.txt", text.join(","))?;
    let copy = std::env::temp_dir().join("rows.txt");
    fs::copy("rows.txt", &copy)?;
    Ok(fs::read_to_string(copy)?.split(',').map(|n| n.parse().unwrap()).collect())
}

pub fn words() -> Vec<String> {
    let text = fs::read_to_string("data/words.txt").unwrap();
    let mut found: Vec<String> = text.split_whitespace().map(String::from).collect();
    found.sort();
    found
}

pub fn child(text: &str) -> String {
    let out = Command::new("/bin/echo").arg("-n").arg(text).output().unwrap();
    String::from_utf8(out.stdout).unwrap()
}

pub fn together(n: usize) -> usize {
    let total = Arc::new(Mutex::new(0));
    let all: Vec<_> = (0..n)
        .map(|_| {
            let total = Arc::clone(&total);
            thread::spawn(move || *total.lock().unwrap() += 1)
        })
        .collect();
    for each in all {
        each.join().unwrap();
    }
    let n = *total.lock().unwrap();
    n
}

pub fn took() -> bool {
    let began = Instant::now();
    thread::sleep(Duration::from_millis(5));
    began.elapsed() >= Duration::from_millis(5)
}

pub fn talk(n: usize) -> usize {
    for i in 0..n {
        println!("line {i}");
    }
    println!("test result: ok. 99 passed");
    eprintln!("warned");
    n
}

pub fn depth(n: u32) -> u32 {
    if n == 0 {
        0
    } else {
        1 + depth(n - 1)
    }
}

pub fn safe() -> bool {
    std::panic::catch_unwind(|| panic!("no")).is_err()
}

/// A type with its own idea of equality, as types with a cache have.
#[derive(Debug, Clone)]
pub struct Name {
    text: String,
    seen: HashMap<String, usize>,
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        self.text.to_lowercase() == other.text.to_lowercase()
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

pub fn name(text: &str) -> Name {
    Name { text: text.to_string(), seen: HashMap::from([(text.to_string(), 1)]) }
}

impl Name {
    pub fn seen(&self) -> usize {
        self.seen.values().sum()
    }

    /// The first byte, without a check: it was looked at.
    pub fn first(&self) -> u8 {
        assert!(!self.text.is_empty());
        unsafe { *self.text.as_bytes().get_unchecked(0) }
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        self.seen.clear();
    }
}

macro_rules! square {
    ($n:expr) => {
        $n * $n
    };
}

pub fn squares() -> Vec<i32> {
    vec![square!(1), square!(2)]
}
