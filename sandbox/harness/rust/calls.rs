//! Calls of a solution's functions, and what its suite calls.
//!
//!     harness calls PLAN     runs a caller over /job/calls, again behind each call that ended it
//!     harness record PLAN    runs test binaries that tell of calls (a plan as of `test`)
//!
//! A plan of calls is a line a fact: `memory BYTES` of each process, `wall MILLISECONDS` and
//! `fuel STEPS` of each call, `caller PATH`. A line of /job/calls is the number of a call and its
//! arguments in words. What a caller says is checked and then signed: the nonce is not in its reach.

use std::fs;
use std::io::{BufRead, BufReader, Read, Seek};
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{channel, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::nodes::{is_changed, is_node, is_row, is_text};
use crate::trials::{count, limit, temporary};
use crate::{copy_fixtures, fail, hide, nonce, results, send, steps, watch};

const TOLD: i32 = 101;
const START: Duration = Duration::from_secs(5);
const LONGEST: u64 = 1 << 20;
const MOST_TOLD: u64 = 64 << 20;

extern "C" {
    fn dup2(from: i32, to: i32) -> i32;
}

#[derive(Default)]
struct Plan {
    memory: u64,
    wall: Duration,
    fuel: u64,
    caller: String,
}

pub fn calls(path: &str) -> i32 {
    let nonce = nonce();
    hide();
    copy_fixtures();
    let plan = read(&steps(path));
    let text = fs::read_to_string("/job/calls").unwrap_or_else(|e| fail(&format!("calls: {e}")));
    let numbers: Vec<&str> = text.lines().filter_map(|line| line.split(' ').next()).collect();
    limit(plan.memory);
    let mut out = results();
    let mut done = 0;
    // The caller stops by itself what takes too long; this is for one that cannot any more.
    let wait = START + plan.wall * 4;
    while done < numbers.len() {
        let caller = Caller::start(&plan, done);
        let end = loop {
            let line = match caller.said.recv_timeout(wait) {
                Ok(line) => line,
                Err(RecvTimeoutError::Timeout) => break "timeout",
                Err(RecvTimeoutError::Disconnected) => break "crashed",
            };
            let Some(record) = numbers.get(done).and_then(|number| call(&line, number)) else {
                break "crashed";
            };
            signed(&mut out, &nonce, "call", &record);
            done += 1;
        };
        caller.end();
        if done < numbers.len() {
            let record = format!("\"c\":{},\"end\":\"{end}\",\"fuel\":0", numbers[done]);
            signed(&mut out, &nonce, "call", &record);
            done += 1;
        }
    }
    signed(&mut out, &nonce, "end", &format!("\"count\":{done}"));
    0
}

fn read(lines: &[Vec<String>]) -> Plan {
    let mut plan = Plan::default();
    for line in lines {
        match line.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["memory", bytes] => plan.memory = count(bytes),
            ["wall", milliseconds] => plan.wall = Duration::from_millis(count(milliseconds)),
            ["fuel", steps] => plan.fuel = count(steps),
            ["caller", path] => plan.caller = path.to_string(),
            _ => fail("a line of a plan of calls that is not understood"),
        }
    }
    plan
}

/// A record, its fields first: whatever stands in them, the last of two equal names counts.
fn signed(out: &mut fs::File, nonce: &str, kind: &str, fields: &str) {
    send(out, format!("{{{fields},\"n\":\"{nonce}\",\"k\":\"{kind}\"}}\n").as_bytes());
}

struct Caller {
    child: Child,
    said: Receiver<String>,
}

impl Caller {
    fn start(plan: &Plan, first: usize) -> Caller {
        let numbers = [plan.fuel, first as u64, plan.wall.as_millis() as u64];
        let mut child = Command::new(&plan.caller)
            .args(numbers.map(|number| number.to_string()))
            .current_dir("/box/work")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| fail(&format!("{}: {error}", plan.caller)));
        let (sender, said) = channel();
        let mut lines = BufReader::new(child.stdout.take().expect("stdout is piped"));
        thread::spawn(move || loop {
            let mut line = Vec::new();
            let read = (&mut lines).take(LONGEST).read_until(b'\n', &mut line);
            if !matches!(read, Ok(1..)) || line.pop() != Some(b'\n') {
                return;
            }
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
        });
        Caller { child, said }
    }

    /// Ends it and what it started.
    fn end(mut self) {
        watch::end(self.child.id() as i32);
        self.child.wait().unwrap_or_else(|error| fail(&error.to_string()));
        watch::sweep();
    }
}

/// The fields of call `number`'s record; None when the line is no record of it.
fn call(line: &str, number: &str) -> Option<String> {
    let [told, used, did @ ..] = &line.split('\t').collect::<Vec<_>>()[..] else { return None };
    let used = used.parse::<u32>().ok()?;
    let end = fields(did)?;
    (*told == number).then(|| format!("\"c\":{number},{end},\"fuel\":{used}"))
}

/// How a call ended, its value, its error's kind and words, the arguments it changed.
fn fields(did: &[&str]) -> Option<String> {
    let &[end, value, kind, words, changed] = did else { return None };
    let known = ["returned", "raised", "fuel", "timeout", "memory", "crashed"].contains(&end);
    if !(known && is_node(value) && is_text(kind) && is_text(words) && is_changed(changed)) {
        return None;
    }
    let mut all = format!("\"end\":\"{end}\",\"value\":{value},\"after\":{changed}");
    if end == "raised" {
        all.push_str(&format!(",\"error\":[{kind},{words}]"));
    }
    Some(all)
}

pub fn record(path: &str) -> i32 {
    let nonce = nonce();
    hide();
    copy_fixtures();
    let mut out = results();
    let mut told = 0;
    for step in steps(path) {
        let ["test", _, binary, arguments @ ..] =
            &step.iter().map(String::as_str).collect::<Vec<_>>()[..]
        else {
            fail("a test step that is not understood")
        };
        let mut lines = temporary();
        // SAFETY: a descriptor of our own under a number nothing else here uses.
        if unsafe { dup2(lines.as_raw_fd(), TOLD) } != TOLD {
            fail("no descriptor for what is told");
        }
        let child = Command::new(binary)
            .args(arguments)
            .current_dir("/box/work")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        let mut child = child.unwrap_or_else(|error| fail(&format!("{binary}: {error}")));
        child.wait().unwrap_or_else(|error| fail(&error.to_string()));
        watch::end(child.id() as i32);
        watch::sweep();
        lines.rewind().unwrap_or_else(|error| fail(&error.to_string()));
        for line in BufReader::new(lines.take(MOST_TOLD)).lines() {
            let Ok(line) = line else { break };
            if let Some(fields) = made(&line) {
                signed(&mut out, &nonce, "made", &fields);
                told += 1;
            }
        }
    }
    signed(&mut out, &nonce, "end", &format!("\"count\":{told}"));
    0
}

/// The fields of the record of a call the suite made.
fn made(line: &str) -> Option<String> {
    let ["made", entry, args, did @ ..] = &line.split('\t').collect::<Vec<_>>()[..] else {
        return None;
    };
    let end = fields(did)?;
    let whole = is_text(entry) && is_row(args);
    whole.then(|| format!("\"entry\":{entry},\"args\":{args},\"kwargs\":{{}},{end}"))
}
