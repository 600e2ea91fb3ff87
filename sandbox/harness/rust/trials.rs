//! Runs trials of a suite whose solution holds mutants: a mutant a trial, and mostly a process a
//! test.
//!
//! A plan of trials is a line a fact, fields parted by tabs:
//!     memory BYTES                              of each process
//!     wall   MILLISECONDS                       of each trial
//!     shared BYTES PROBES                       the memory the guards look into
//!     source PATH                               a file of the suite: what panics there is a check
//!     test   ID BINARY PATH exact|many
//!     trial  ACTIVE full|first probes|- SEED CLOCK TEST:FUEL,TEST:FUEL...
//! CLOCK: by how many seconds its clock is ahead.
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
use std::time::{Duration, Instant};

use crate::watch::{self, Guard};
use crate::{copy, fail, hide, quoted, results, send, steps};

const DESCRIPTOR: i32 = 100;
const MARK: u64 = 0x776F_726B_6265_6E63;
const HEADER: usize = 64;
const SAID: u64 = 4 << 20;

extern "C" {
    fn dup2(from: i32, to: i32) -> i32;
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
    full: bool,
    probes: bool,
    seed: u64,
    clock: u64,
    tests: Vec<(usize, u64)>,
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

impl Did {
    fn done(status: &'static str) -> Did {
        Did { status, message: String::new(), end: "done" }
    }
}

/// How a process of tests ended: by itself, by a guard (`how`), or because its time was up.
struct Ended {
    status: ExitStatus,
    how: u64,
    late: bool,
    said: String,
}

pub fn trials(path: &str) -> i32 {
    let nonce = crate::nonce();
    hide();
    let plan = read(&steps(path));
    let shared = temporary();
    if shared.set_len(plan.shared as u64).is_err() {
        fail("no memory to share");
    }
    // SAFETY: a descriptor of our own under a number nothing else here uses.
    if unsafe { dup2(shared.as_raw_fd(), DESCRIPTOR) } != DESCRIPTOR {
        fail(&format!("cannot prepare: {}", std::io::Error::last_os_error()));
    }
    limit(plan.memory);
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
            ["trial", active, how, probes, seed, clock, tests] => plan.trials.push(Trial {
                active: active.parse().unwrap_or_else(|_| fail("a number that is none")),
                full: *how == "full",
                probes: *probes == "probes",
                seed: count(seed),
                clock: count(clock),
                tests: tests.split(',').filter_map(|t| t.split_once(':')).map(asked).collect(),
            }),
            _ => fail("a line of a plan of trials that is not understood"),
        }
    }
    plan
}

/// Binds the processes to come to so much memory, and makes their orphans ours.
pub fn limit(memory: u64) {
    const PR_SET_CHILD_SUBREAPER: i32 = 36;
    const RLIMIT_DATA: i32 = 2;
    const RLIMIT_CORE: i32 = 4;
    // SAFETY: limits of our own process.
    let bound = unsafe {
        prctl(PR_SET_CHILD_SUBREAPER, 1u64) == 0
            && setrlimit(RLIMIT_DATA, &[memory, memory]) == 0
            && setrlimit(RLIMIT_CORE, &[0, 0]) == 0
    };
    if !bound {
        fail(&format!("cannot prepare: {}", std::io::Error::last_os_error()));
    }
}

/// A test, and how many steps it may take.
fn asked((test, fuel): (&str, &str)) -> (usize, u64) {
    (count(test) as usize, count(fuel))
}

pub fn count(said: &str) -> u64 {
    said.parse().unwrap_or_else(|_| fail(&format!("{said}: not a number")))
}

/// A file without a name: whatever a test removes, this stays.
pub fn temporary() -> File {
    let path = "/tmp/.workbench";
    let file = OpenOptions::new().read(true).write(true).create_new(true).open(path);
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
        let deadline = started + Duration::from_millis(self.plan.wall);
        let trial = &self.plan.trials[index];
        let (full, probes, seed) = (trial.full, trial.probes, trial.seed);
        let groups = self.groups(trial);
        self.reset(index);
        clear();
        let mut rows = Vec::new();
        let mut end = "done";
        'groups: for (mut left, fuel) in groups {
            while !left.is_empty() {
                self.fill(fuel);
                let ended = self.run(&left, seed, deadline);
                let (found, rest) = self.results(left, &ended);
                left = rest;
                for (test, did) in found {
                    if did.end != "done" {
                        end = did.end;
                    }
                    // What stopped the whole trial is no result of the test it stopped.
                    if !matches!(did.end, "done" | "crashed") {
                        break 'groups;
                    }
                    let id = quoted(&self.plan.tests[test].id);
                    rows.push(format!("[{id},\"{}\",\"{}\"]", did.status, did.message));
                    if did.status != "passed" && !full {
                        break 'groups;
                    }
                }
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

    /// Which tests share a process, and its fuel. One each, in the order asked; but a whole suite with nothing
    /// active runs as it does elsewhere, a binary at a time: what its tests leave to each other
    /// is to be seen.
    fn groups(&self, trial: &Trial) -> Vec<(Vec<usize>, u64)> {
        let whole = trial.full && trial.active == 0;
        let mut groups: Vec<(Vec<usize>, u64)> = Vec::new();
        for &(test, fuel) in &trial.tests {
            let asked = &self.plan.tests[test];
            let fits = |(group, _): &&mut (Vec<usize>, u64)| {
                let first = &self.plan.tests[group[0]];
                whole && !asked.many && !first.many && first.binary == asked.binary
            };
            match groups.iter_mut().find(fits) {
                Some((group, most)) => {
                    group.push(test);
                    *most = if *most == 0 || fuel == 0 { 0 } else { *most + fuel };
                }
                None => groups.push((vec![test], fuel)),
            }
        }
        groups
    }

    /// What the next process may burn beside what was burnt; 0 is as much as it takes.
    fn fill(&self, fuel: u64) {
        let limit = if fuel == 0 { 0 } else { self.word(3).saturating_add(fuel) };
        self.write(&limit.to_ne_bytes(), 2 * 8);
    }

    fn reset(&mut self, index: usize) {
        let trial = &self.plan.trials[index];
        let mut bytes = vec![0; self.plan.shared];
        let words = [MARK, trial.active as u64, 0, 0, 0, trial.seed, trial.clock];
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

    fn run(&mut self, tests: &[usize], seed: u64, deadline: Instant) -> Ended {
        for file in [&self.said, &self.wrong] {
            file.set_len(0).unwrap_or_else(|error| fail(&format!("output: {error}")));
        }
        let first = &self.plan.tests[tests[0]];
        let mut command = Command::new(&first.binary);
        command.args(["--format", "json", "-Z", "unstable-options", "--test-threads", "1"]);
        if !first.many {
            command.arg("--exact");
        }
        if tests.len() > 1 && seed != 0 {
            command.args(["--shuffle-seed", &seed.to_string()]);
        }
        let child = command
            .args(tests.iter().map(|test| &self.plan.tests[*test].path))
            .current_dir("/box/work")
            .stdin(Stdio::null())
            .stdout(handed(&self.said))
            .stderr(handed(&self.wrong))
            .process_group(0)
            .spawn();
        let mut child = match child {
            Ok(child) => child,
            Err(error) => fail(&format!("{}: {error}", first.binary)),
        };
        let process = child.id() as i32;
        self.guard.watch(process, deadline);
        let status = child.wait().unwrap_or_else(|error| fail(&error.to_string()));
        let late = self.guard.ended();
        watch::end(process);
        watch::sweep();
        let how = self.word(4);
        self.write(&0u64.to_ne_bytes(), 4 * 8);
        Ended { status, how, late, said: text(&self.said) }
    }

    /// What the tests of one process did, and which of them it did not get to.
    fn results(&self, tests: Vec<usize>, ended: &Ended) -> (Vec<(usize, Did)>, Vec<usize>) {
        let alone = tests.len() == 1;
        let mut found = Vec::new();
        let (mut stopped, mut rest) = (None, Vec::new());
        for test in tests {
            let path = &self.plan.tests[test].path;
            let began = format!("\"event\": \"started\", \"name\": \"{path}\" }}");
            match self.reported(test, ended, alone) {
                Some(did) => found.push((test, did)),
                None if stopped.is_none() && ended.said.contains(&began) => stopped = Some(test),
                None => rest.push(test),
            }
        }
        if stopped.is_none() && !rest.is_empty() {
            stopped = Some(rest.remove(0));
        }
        found.extend(stopped.map(|test| (test, self.stopped(ended))));
        (found, rest)
    }

    /// A test's result by its events; None when it has none, or ended its process nevertheless.
    fn reported(&self, number: usize, ended: &Ended, alone: bool) -> Option<Did> {
        let test = &self.plan.tests[number];
        let mut found: Option<Did> = None;
        for line in ended.said.lines() {
            let Some((name, event, rest)) = event(line) else { continue };
            let mine = name == test.path
                || (test.many && name.strip_prefix(&test.path).is_some_and(|r| r.starts_with("::")));
            let before = found.as_ref().map_or("passed", |did| did.status);
            if !mine || before != "passed" {
                continue;
            }
            match event {
                "ok" => found = Some(Did::done("passed")),
                "ignored" => found = Some(Did::done("skipped")),
                "failed" => found = Some(self.failure(rest)),
                _ => continue,
            }
        }
        let well = match (ended.status.code(), found.as_ref()?.status) {
            (Some(0), _) => true,
            (Some(101), "passed") => test.many || !alone,
            (Some(101), _) => true,
            _ => !alone,
        };
        found.filter(|_| well && (!alone || ended.how == 0 && !ended.late))
    }

    /// The test during which its process ended.
    fn stopped(&self, ended: &Ended) -> Did {
        let did = |message: &str, end| Did { status: "errored", message: message.to_string(), end };
        if ended.how == 1 {
            return did("out of fuel", "fuel");
        }
        if ended.how == 2 {
            return did("stopped by a guard", "crashed");
        }
        if ended.late {
            return did("took too long", "timeout");
        }
        let killed = ended.status.signal() == Some(9);
        if killed || text(&self.wrong).contains("memory allocation of ") {
            return did("out of memory", "memory");
        }
        let message = match (ended.status.code(), ended.status.signal()) {
            (Some(code), _) => format!("the process ended (exit code {code}) while this test ran"),
            (_, signal) => format!("signal {} ended the process", signal.unwrap_or(0)),
        };
        did(&message, "crashed")
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
