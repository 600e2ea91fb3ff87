//! Sees to it that every test of a trial ends, and that nothing it started outlives it.

use std::fs;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

extern "C" {
    fn kill(process: i32, signal: i32) -> i32;
    fn waitpid(process: i32, status: *mut i32, options: i32) -> i32;
}

/// Kills a whole process group.
pub fn end(group: i32) {
    // SAFETY: a signal to processes of our own making.
    unsafe { kill(-group, 9) };
}

/// Ends and buries what left its test's process group; orphans come to us.
pub fn sweep() {
    const WNOHANG: i32 = 1;
    for _ in 0..100 {
        // SAFETY: waits for children of ours; no status is asked for.
        match unsafe { waitpid(-1, std::ptr::null_mut(), WNOHANG) } {
            0 => strays().into_iter().for_each(|stray| {
                // SAFETY: a child of ours.
                unsafe { kill(stray, 9) };
            }),
            buried if buried > 0 => continue,
            _ => return,
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn strays() -> Vec<i32> {
    let own = std::process::id().to_string();
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let child = |entry: std::io::Result<fs::DirEntry>| {
        let number = entry.ok()?.file_name().to_str()?.parse::<i32>().ok()?;
        let stat = fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
        let parent = stat.rsplit(')').next()?.split_whitespace().nth(1)?;
        (parent == own).then_some(number)
    };
    entries.filter_map(child).collect()
}

/// Kills the process group that is watched when its time is up, or when it has waited for a quarter
/// of it without a step: threads that wait for each other do so for ever.
pub struct Guard {
    watched: Arc<(Mutex<Watched>, Condvar)>,
}

struct Watched {
    process: i32,
    deadline: Option<Instant>,
    killed: bool,
    /// What its processor time was, and since when it is the same.
    steps: Option<u64>,
    moved: Instant,
}

impl Default for Watched {
    fn default() -> Watched {
        Watched { process: 0, deadline: None, killed: false, steps: None, moved: Instant::now() }
    }
}

/// Processor time of a process group so far, in ticks; None while one of it runs.
fn steps_of(group: i32) -> Option<u64> {
    let mut total = 0;
    for entry in fs::read_dir("/proc").ok()?.flatten() {
        let name = entry.file_name();
        let Some(number) = name.to_str().filter(|n| n.bytes().all(|c| c.is_ascii_digit())) else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(format!("/proc/{number}/stat")) else { continue };
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        if fields.get(2)?.parse() != Ok(group) {
            continue;
        }
        if *fields.first()? == "R" {
            return None;
        }
        total += fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    }
    Some(total)
}

impl Guard {
    pub fn new(wall: Duration) -> Guard {
        const LOOK: Duration = Duration::from_millis(250);
        let watched = Arc::new((Mutex::new(Watched::default()), Condvar::new()));
        let seen = Arc::clone(&watched);
        thread::spawn(move || {
            let (lock, changed) = &*seen;
            let mut now = lock.lock().expect("nobody panics with this lock");
            loop {
                let Some(deadline) = now.deadline else {
                    now = changed.wait(now).expect("nobody panics with this lock");
                    continue;
                };
                let left = deadline.saturating_duration_since(Instant::now());
                let waited = changed.wait_timeout(now, left.min(LOOK));
                now = waited.expect("nobody panics with this lock").0;
                let Some(deadline) = now.deadline else { continue };
                let steps = steps_of(now.process);
                if steps.is_none() || steps != now.steps {
                    now.steps = steps;
                    now.moved = Instant::now();
                }
                if Instant::now() >= deadline || now.moved.elapsed() > wall / 4 {
                    end(now.process);
                    now.killed = true;
                    now.deadline = None;
                }
            }
        });
        Guard { watched }
    }

    pub fn watch(&self, process: i32, deadline: Instant) {
        let (lock, changed) = &*self.watched;
        let fresh = Watched { process, deadline: Some(deadline), ..Watched::default() };
        *lock.lock().expect("nobody panics with this lock") = fresh;
        changed.notify_one();
    }

    /// Whether the process that was watched had to be killed.
    pub fn ended(&self) -> bool {
        let mut now = self.watched.0.lock().expect("nobody panics with this lock");
        now.deadline = None;
        now.killed
    }
}
