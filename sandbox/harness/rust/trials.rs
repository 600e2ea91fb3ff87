//! Runs trials of a suite whose solution holds mutants: one process a test, one mutant a trial.
//!
//! A plan of trials is a line a fact, fields parted by tabs:
//!     memory BYTES                              of each process
//!     wall   MILLISECONDS                       of each trial
//!     shared BYTES PROBES                       the memory the guards look into
//!     source PATH                               a file of the suite: what panics there is a check
//!     test   ID BINARY PATH exact|many
//!     trial  ACTIVE FUEL full|first probes|- SEED TEST,TEST...
//!
//! The guards find their memory behind a descriptor (see `rust_helper.py`); what a test process
//! wrote there is still there when it is gone, however it went.

use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::os::fd::AsRawFd;
use std::os::unix::fs::FileExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::{copy, fail, hide, quoted, results, send, steps};

const DESCRIPTOR: i32 = 100;
const MARK: u64 = 0x776F_726B_6265_6E63;
const HEADER: usize = 64;
const SAID: u64 = 1 << 20;

extern "C" {
    fn dup2(from: i32, to: i32) -> i32;
    fn kill(process: i32, signal: i32) -> i32;
    fn waitpid(process: i32, status: *mut i32, options: i32) -> i32;
    fn prctl(option: i32, value: u64, ...) -> i32;
    fn setrlimit(resource: i32, limit: *const [u64; 2]) -> i32;
}

struct Test {
    id: String,
    binary: String,
    path: String,
    many: bool,
}

struct Trial {
    active: i64,
    fuel: u64,
    full: bool,
    probes: bool,
    seed: u64,
    tests: Vec<usize>,
}

#[derive(Default)]
struct Plan {
    memory: u64,
    wall: u64,
    shared: usize,
    probes: usize,
    sources: Vec<String>,
    tests: Vec<Test>,
    trials: Vec<Trial>,
}

/// What one test did: status and message of its record, and how the trial ends if it ends here.
struct Did {
    status: &'static str,
    message: String,
    end: &'static str,
}

pub fn trials(path: &str) -> i32 {
    let nonce = crate::nonce();
    hide();
    let plan = read(&steps(path));
    let shared = temporary();
    if shared.set_len(plan.shared as u64).is_err() {
        fail("no memory to share");
    }
    // SAFETY: a descriptor of our own under a number nothing else here uses; limits of our own.
    unsafe {
        const PR_SET_CHILD_SUBREAPER: i32 = 36;
        const RLIMIT_DATA: i32 = 2;
        const RLIMIT_CORE: i32 = 4;
        if dup2(shared.as_raw_fd(), DESCRIPTOR) != DESCRIPTOR
            || prctl(PR_SET_CHILD_SUBREAPER, 1u64) != 0
            || setrlimit(RLIMIT_DATA, &[plan.memory, plan.memory]) != 0
            || setrlimit(RLIMIT_CORE, &[0, 0]) != 0
        {
            fail(&format!("cannot prepare: {}", std::io::Error::last_os_error()));
        }
    }
    let guard = Guard::new(Duration::from_millis(plan.wall));
    let mut runner = Runner { plan, shared, said: temporary(), wrong: temporary(), guard };
    let mut out = results();
    for index in 0..runner.plan.trials.len() {
        send(&mut out, format!("{{\"n\":\"{nonce}\",\"k\":\"begin\",\"t\":{index}}}\n").as_bytes());
        let record = runner.trial(index);
        let line = format!("{{\"n\":\"{nonce}\",\"k\":\"trial\",\"t\":{index},{record}}}\n");
        send(&mut out, line.as_bytes());
    }
    let count = runner.plan.trials.len();
    let end = format!("{{\"n\":\"{nonce}\",\"k\":\"end\",\"count\":{count}}}\n");
    send(&mut out, end.as_bytes());
    0
}

fn read(lines: &[Vec<String>]) -> Plan {
    let mut plan = Plan::default();
    for line in lines {
        match line.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["memory", bytes] => plan.memory = count(bytes),
            ["wall", milliseconds] => plan.wall = count(milliseconds),
            ["shared", bytes, probes] => {
                plan.shared = count(bytes) as usize;
                plan.probes = count(probes) as usize;
            }
            ["source", path] => plan.sources.push(path.to_string()),
            ["test", id, binary, path, how] => plan.tests.push(Test {
                id: id.to_string(),
                binary: binary.to_string(),
                path: path.to_string(),
                many: *how == "many",
            }),
            ["trial", active, fuel, how, probes, seed, tests] => plan.trials.push(Trial {
                active: active.parse().unwrap_or_else(|_| fail("a number that is none")),
                fuel: count(fuel),
                full: *how == "full",
                probes: *probes == "probes",
                seed: count(seed),
                tests: tests.split(',').filter(|t| !t.is_empty()).map(|t| count(t) as usize).collect(),
            }),
            _ => fail("a line of a plan of trials that is not understood"),
        }
    }
    plan
}

fn count(said: &str) -> u64 {
    said.parse().unwrap_or_else(|_| fail(&format!("{said}: not a number")))
}

/// A file without a name: whatever a test removes, this stays.
fn temporary() -> File {
    let path = "/tmp/.workbench";
    let file = OpenOptions::new().read(true).append(false).write(true).create_new(true).open(path);
    let file = file.unwrap_or_else(|error| fail(&format!("{path}: {error}")));
    fs::remove_file(path).unwrap_or_else(|error| fail(&format!("{path}: {error}")));
    file
}

struct Runner {
    plan: Plan,
    shared: File,
    said: File,
    wrong: File,
    guard: Guard,
}

impl Runner {
    /// The fields of one trial's record.
    fn trial(&mut self, index: usize) -> String {
        let started = Instant::now();
        let wall = Duration::from_millis(self.plan.wall);
        let trial = &self.plan.trials[index];
        let (full, probes) = (trial.full, trial.probes);
        self.reset(index);
        clear();
        let mut rows = Vec::new();
        let mut end = "done";
        for at in 0..self.plan.trials[index].tests.len() {
            let test = self.plan.trials[index].tests[at];
            let did = self.test(test, started + wall);
            let id = quoted(&self.plan.tests[test].id);
            rows.push(format!("[{id},\"{}\",\"{}\"]", did.status, did.message));
            if did.end != "done" {
                end = did.end;
            }
            let over = matches!(did.end, "fuel" | "timeout");
            if over || (did.status != "passed" && !full) {
                break;
            }
        }
        let reached = if probes { self.reached() } else { String::new() };
        format!(
            "\"end\":\"{end}\",\"results\":[{}],\"fuel\":{},\"probes\":[{reached}],\"duration_s\":{:.6}",
            rows.join(","),
            self.word(3),
            started.elapsed().as_secs_f64(),
        )
    }

    fn reset(&mut self, index: usize) {
        let trial = &self.plan.trials[index];
        let mut bytes = vec![0; self.plan.shared];
        let words = [MARK, trial.active as u64, trial.fuel, 0, 0, trial.seed];
        for (at, word) in words.iter().enumerate() {
            bytes[at * 8..at * 8 + 8].copy_from_slice(&word.to_ne_bytes());
        }
        self.write(&bytes, 0);
    }

    fn write(&self, bytes: &[u8], at: u64) {
        // A test may have cut the file short.
        let whole = self.shared.set_len(self.plan.shared as u64);
        if whole.and_then(|()| self.shared.write_all_at(bytes, at)).is_err() {
            fail("the shared memory cannot be written");
        }
    }

    fn word(&self, number: u64) -> u64 {
        let mut bytes = [0; 8];
        match self.shared.read_exact_at(&mut bytes, number * 8) {
            Ok(()) => u64::from_ne_bytes(bytes),
            Err(_) => 0,
        }
    }

    fn reached(&self) -> String {
        let mut bytes = vec![0; self.plan.probes];
        if self.shared.read_exact_at(&mut bytes, HEADER as u64).is_err() {
            return String::new();
        }
        let found = bytes.iter().enumerate().filter(|(_, byte)| **byte != 0);
        found.map(|(at, _)| at.to_string()).collect::<Vec<_>>().join(",")
    }

    fn test(&mut self, number: usize, deadline: Instant) -> Did {
        let test = &self.plan.tests[number];
        for file in [&self.said, &self.wrong] {
            file.set_len(0).unwrap_or_else(|error| fail(&format!("output: {error}")));
        }
        let mut command = Command::new(&test.binary);
        command.args(["--format", "json", "-Z", "unstable-options", "--test-threads", "1"]);
        if !test.many {
            command.arg("--exact");
        }
        let child = command
            .arg(&test.path)
            .current_dir("/box/work")
            .stdin(Stdio::null())
            .stdout(handed(&self.said))
            .stderr(handed(&self.wrong))
            .process_group(0)
            .spawn();
        let mut child = match child {
            Ok(child) => child,
            Err(error) => fail(&format!("{}: {error}", test.binary)),
        };
        let process = child.id() as i32;
        self.guard.watch(process, deadline);
        let status = child.wait().unwrap_or_else(|error| fail(&error.to_string()));
        let late = self.guard.ended();
        // SAFETY: signals to processes of our own making.
        unsafe { kill(-process, 9) };
        sweep();
        let how = self.word(4);
        self.write(&0u64.to_ne_bytes(), 4 * 8);
        self.judged(number, status, how, late)
    }

    fn judged(&self, number: usize, status: ExitStatus, how: u64, late: bool) -> Did {
        let did = |status, message: &str, end| Did { status, message: message.to_string(), end };
        if how == 1 {
            return did("errored", "out of fuel", "fuel");
        }
        if how == 2 {
            return did("errored", "stopped by the canary", "crashed");
        }
        if late {
            return did("errored", "took too long", "timeout");
        }
        let test = &self.plan.tests[number];
        let said = text(&self.said);
        let mut seen = 0;
        let mut found = did("passed", "", "done");
        for line in said.lines() {
            let Some((name, event, rest)) = event(line) else { continue };
            let mine = name == test.path
                || (test.many && name.strip_prefix(&test.path).is_some_and(|r| r.starts_with("::")));
            if !mine {
                continue;
            }
            match event {
                "ok" => seen += 1,
                "ignored" => found = did("skipped", "", "done"),
                "failed" if found.status == "passed" => found = self.failure(rest),
                _ => continue,
            }
        }
        let code = status.code();
        let well = match found.status {
            "passed" => seen > 0 && (code == Some(0) || test.many && code == Some(101)),
            _ => matches!(code, Some(0 | 101)),
        };
        if well {
            return found;
        }
        let wrong = text(&self.wrong);
        if status.signal() == Some(9) || wrong.contains("memory allocation of ") {
            return did("errored", "out of memory", "memory");
        }
        let message = match (code, status.signal()) {
            (Some(code), _) => format!("the process ended (exit code {code}) while this test ran"),
            (_, signal) => format!("signal {} ended the process", signal.unwrap_or(0)),
        };
        did("errored", &message, "crashed")
    }

    /// From what a failed test printed, JSON text already: where it panicked and why, without the
    /// number of the thread, which is another in every run.
    fn failure(&self, rest: &str) -> Did {
        let printed = field(rest, "stdout").unwrap_or("");
        let mut message = field(rest, "message").unwrap_or("").to_string();
        let mut status = "failed";
        if let Some((_, panic)) = printed.split_once(" panicked at ") {
            let (place, why) = panic.split_once(":\\n").unwrap_or((panic, ""));
            let why = why.split("\\nnote: ").next().unwrap_or("");
            let file = place.rsplitn(3, ':').last().unwrap_or("");
            if !self.plan.sources.iter().any(|s| s == file) && !why.starts_with("assertion") {
                status = "errored";
            }
            message = format!("{place}: {why}");
        }
        Did { status, message: cut(message), end: "done" }
    }
}

fn handed(file: &File) -> Stdio {
    Stdio::from(reopened(file))
}

/// The same file with a position of its own, always at its end.
fn reopened(file: &File) -> File {
    let path = format!("/proc/self/fd/{}", file.as_raw_fd());
    OpenOptions::new().append(true).open(&path).unwrap_or_else(|error| fail(&format!("{path}: {error}")))
}

fn text(file: &File) -> String {
    let path = format!("/proc/self/fd/{}", file.as_raw_fd());
    let mut bytes = Vec::new();
    if let Ok(opened) = File::open(path) {
        let _ = opened.take(SAID).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// (name, event, the rest of the line) of a test's event.
fn event(line: &str) -> Option<(&str, &str, &str)> {
    let at = line.find("{ \"type\": \"test\", \"name\": \"")?;
    let line = &line[at..];
    let name = field(line, "name")?;
    let rest = &line[line.find("\"event\": \"")?..];
    Some((name, field(rest, "event")?, rest))
}

/// The JSON text of a string field.
fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let key = format!("\"{name}\": \"");
    let start = line.find(&key)? + key.len();
    let bytes = line.as_bytes();
    let mut at = start;
    while *bytes.get(at)? != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    line.get(start..at)
}

/// At most as much of a JSON text as anybody reads, not cut inside an escape.
fn cut(mut message: String) -> String {
    const MOST: usize = 1500;
    if message.len() <= MOST {
        return message;
    }
    let mut at = 0;
    while at < MOST {
        let bytes = message.as_bytes();
        at += match (bytes[at], bytes.get(at + 1)) {
            (b'\\', Some(b'u')) => 6,
            (b'\\', _) => 2,
            _ => 1,
        };
    }
    while !message.is_char_boundary(at.min(message.len())) {
        at += 1;
    }
    message.truncate(at);
    message
}

/// What earlier tests left: fixtures are put back, everything else goes.
fn clear() {
    empty(Path::new("/tmp"), "");
    empty(Path::new("/box"), "work");
    let work = Path::new("/box/work");
    let again = empty(work, "").and_then(|()| copy(Path::new("/job/tree"), work).ok());
    if again.is_none() {
        fail("the working folder cannot be cleared");
    }
}

fn empty(folder: &Path, but: &str) -> Option<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Some(()) };
    for entry in entries {
        let entry = entry.ok()?;
        if entry.file_name() == but {
            continue;
        }
        let whole = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let _ = if whole { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) };
    }
    Some(())
}

/// Ends and buries what left its test's process group; orphans come to us.
fn sweep() {
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
struct Guard {
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
    fn new(wall: Duration) -> Guard {
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
                    // SAFETY: the group of a child that has not been waited for.
                    unsafe { kill(-now.process, 9) };
                    now.killed = true;
                    now.deadline = None;
                }
            }
        });
        Guard { watched }
    }

    fn watch(&self, process: i32, deadline: Instant) {
        let (lock, changed) = &*self.watched;
        let fresh = Watched { process, deadline: Some(deadline), ..Watched::default() };
        *lock.lock().expect("nobody panics with this lock") = fresh;
        changed.notify_one();
    }

    /// Whether the process that was watched had to be killed.
    fn ended(&self) -> bool {
        let mut now = self.watched.0.lock().expect("nobody panics with this lock");
        now.deadline = None;
        now.killed
    }
}
