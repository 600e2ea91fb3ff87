//! Runs inside the sandbox: compiles by a plan, runs test binaries by a plan.
//!
//!     harness build PLAN     binaries -> fd 3, behind a header line naming them
//!     harness test PLAN      what the binaries print on stdout -> fd 3, between signed records
//!     harness code PLAN      compiled code without positions -> fd 3
//!     harness trials PLAN    what each trial did -> fd 3 (see trials.rs)
//!     harness calls PLAN     what each call did -> fd 3 (see calls.rs)
//!     harness record PLAN    which calls the tests make -> fd 3
//!
//! A plan is a line a step, fields parted by tabs, written by the host:
//!     build    NAME OUTPUT PROGRAM ARGUMENT...      NAME is `-` when OUTPUT is not handed on
//!     note     TEXT                                 a sentence for whoever reads the messages
//!     test     TARGET BINARY ARGUMENT...
//!     code     ASSEMBLY MIR NAME,NAME... PROGRAM ARGUMENT...    `*`: every function

mod calls;
mod nodes;
mod trials;
mod watch;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::fd::FromRawFd;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{exit, Command, ExitStatus, Stdio};
use std::sync::mpsc::{channel, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

const RESULTS_FD: i32 = 3;

extern "C" {
    fn prctl(option: i32, value: u64, ...) -> i32;
    fn fcntl(fd: i32, command: i32, value: i32) -> i32;
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let code = match (arguments.get(1).map(String::as_str), arguments.get(2)) {
        (Some("build"), Some(plan)) => build(&steps(plan)),
        (Some("test"), Some(plan)) => test(&steps(plan)),
        (Some("code"), Some(plan)) => code(&steps(plan)),
        (Some("trials"), Some(plan)) => trials::trials(plan),
        (Some("calls"), Some(plan)) => calls::calls(plan),
        (Some("record"), Some(plan)) => calls::record(plan),
        _ => fail("usage: harness build|test|code|trials|calls|record PLAN"),
    };
    exit(code);
}

fn fail(message: &str) -> ! {
    eprintln!("harness: {message}");
    exit(70);
}

fn steps(plan: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(plan).unwrap_or_else(|error| fail(&format!("{plan}: {error}")));
    text.lines()
        .map(|line| line.split('\t').map(String::from).collect())
        .collect()
}

fn results() -> File {
    // SAFETY: fd 3 is this process's results pipe; nothing else here owns it.
    unsafe { File::from_raw_fd(RESULTS_FD) }
}

fn send(to: &mut File, bytes: &[u8]) {
    if let Err(error) = to.write_all(bytes) {
        fail(&format!("results: {error}"));
    }
}

/// The child's exit code. What a shell would read as "killed by a signal" (128 and more) is told
/// as ABNORMAL: this process itself was not killed, and its code must not look so.
fn code_of(status: ExitStatus) -> i32 {
    const ABNORMAL: i32 = 125;
    status.code().filter(|code| *code < ABNORMAL).unwrap_or(ABNORMAL)
}

/// JSON text of a name: the host's names hold no control characters.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

fn build(steps: &[Vec<String>]) -> i32 {
    let mut parts: Vec<(&str, Vec<u8>)> = Vec::new();
    for step in steps {
        match step.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["note", text] => eprintln!("{text}"),
            ["build", name, output, program, arguments @ ..] => {
                let status = Command::new(program)
                    .args(arguments)
                    .stdin(Stdio::null())
                    .status()
                    .unwrap_or_else(|error| fail(&format!("{program}: {error}")));
                if !status.success() {
                    return code_of(status);
                }
                if *name != "-" {
                    let bytes = fs::read(output)
                        .unwrap_or_else(|error| fail(&format!("{output}: {error}")));
                    parts.push((name, bytes));
                }
            }
            _ => fail("a build step that is not understood"),
        }
    }
    let listed: Vec<String> = parts
        .iter()
        .map(|(name, bytes)| format!("{{\"name\":{},\"size\":{}}}", quoted(name), bytes.len()))
        .collect();
    let mut out = results();
    send(&mut out, format!("{{\"parts\":[{}]}}\n", listed.join(",")).as_bytes());
    for (_, bytes) in &parts {
        send(&mut out, bytes);
    }
    0
}

/// Compiles, and hands on the machine code with what stands for it where there is none: generic
/// functions are compiled by whoever calls them.
fn code(steps: &[Vec<String>]) -> i32 {
    let mut made = Vec::new();
    for step in steps {
        let ["code", assembly, mir, names, program, arguments @ ..] =
            &step.iter().map(String::as_str).collect::<Vec<_>>()[..]
        else {
            fail("a code step that is not understood")
        };
        let status = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .status()
            .unwrap_or_else(|error| fail(&format!("{program}: {error}")));
        if !status.success() {
            return code_of(status);
        }
        let read = |path: &str| {
            fs::read_to_string(path).unwrap_or_else(|error| fail(&format!("{path}: {error}")))
        };
        made.extend(unplaced(read(assembly).as_bytes()));
        for item in read(mir).split_inclusive("\n}\n") {
            let head = item.trim_start().lines().find(|line| !line.starts_with("//"));
            let words = head.unwrap_or("").split(|c: char| !c.is_alphanumeric() && c != '_');
            let wanted: Vec<&str> = names.split(',').collect();
            if *names == "*" || words.into_iter().any(|word| wanted.contains(&word)) {
                made.extend(unplaced(item.as_bytes()));
            }
        }
    }
    send(&mut results(), &made);
    0
}

/// Code without `12:5: 14:6`, by which the compiler names closures and implementations.
fn unplaced(code: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(code.len());
    let mut at = 0;
    while at < code.len() {
        let place = code[at..].iter().take_while(|c| c.is_ascii_digit() || b": ".contains(c));
        let length = place.count();
        let colons = code[at..at + length].iter().filter(|c| **c == b':').count();
        if code[at] == b':' && colons >= 4 && kept.ends_with(b".rs") {
            at += length;
        } else {
            kept.push(code[at]);
            at += 1;
        }
    }
    kept
}

/// Keeps this process's descriptors, memory and stdin from the programs it starts: they run
/// under the same user, and fd 3 is ours alone.
fn hide() {
    const PR_SET_DUMPABLE: i32 = 4;
    const F_SETFD: i32 = 2;
    const FD_CLOEXEC: i32 = 1;
    // SAFETY: two system calls on our own process; no memory is passed.
    let hidden = unsafe {
        prctl(PR_SET_DUMPABLE, 0u64) == 0 && fcntl(RESULTS_FD, F_SETFD, FD_CLOEXEC) == 0
    };
    if !hidden {
        fail(&format!("cannot hide: {}", io::Error::last_os_error()));
    }
}

/// What signs this process's records; given before any task code runs.
fn nonce() -> String {
    let mut nonce = String::new();
    if io::stdin().read_to_string(&mut nonce).is_err() {
        fail("no nonce on stdin");
    }
    nonce.trim().to_string()
}

fn test(steps: &[Vec<String>]) -> i32 {
    let nonce = nonce();
    hide();
    copy_fixtures();
    let before = stamps();
    let mut out = results();
    let mut first = 0;
    for step in steps {
        let ["test", target, binary, arguments @ ..] =
            &step.iter().map(String::as_str).collect::<Vec<_>>()[..]
        else {
            fail("a test step that is not understood")
        };
        let signed = format!("{{\"n\":\"{nonce}\",\"target\":{}", quoted(target));
        send(&mut out, format!("{signed},\"k\":\"start\"}}\n").as_bytes());
        let code = run(binary, arguments, &mut out);
        send(&mut out, format!("\n{signed},\"k\":\"exit\",\"exit\":{code}}}\n").as_bytes());
        if first == 0 {
            first = code;
        }
    }
    let end = format!(
        "{{\"n\":\"{nonce}\",\"k\":\"end\",\"exit\":{first},\"count\":{},\"changed\":[{}]}}\n",
        steps.len(),
        changed(&before).join(",")
    );
    send(&mut out, end.as_bytes());
    first
}

/// Which file lies under the name of each of the suite's data files, and when it last changed, which
/// nobody inside can set back.
fn stamps() -> BTreeMap<String, Option<(u64, i64, i64)>> {
    let names = fs::read_to_string("/job/fixtures")
        .unwrap_or_else(|error| fail(&format!("/job/fixtures: {error}")));
    let stamp = |name: &str| {
        let about = fs::symlink_metadata(Path::new("/box/work").join(name)).ok()?;
        Some((about.ino(), about.ctime(), about.ctime_nsec()))
    };
    let found: BTreeMap<_, _> =
        names.lines().map(|name| (name.to_string(), stamp(name))).collect();
    if !found.is_empty() {
        // The kernel's stamps are some milliseconds coarse.
        thread::sleep(Duration::from_millis(10));
    }
    found
}

/// The suite's data files that no longer are what they were, or were something else in between, as
/// JSON texts: a solution that writes what it is compared with must not pass.
fn changed(before: &BTreeMap<String, Option<(u64, i64, i64)>>) -> Vec<String> {
    let now = stamps();
    let differs = |name: &&str| {
        let given = fs::read(Path::new("/job/tree").join(name))
            .unwrap_or_else(|error| fail(&format!("{name}: {error}")));
        let path = Path::new("/box/work").join(name);
        // A named pipe in its place would never end.
        let there = fs::symlink_metadata(&path)
            .is_ok_and(|about| about.is_file() && about.len() == given.len() as u64);
        let same = there && now[*name] == before[*name];
        !same || fs::read(&path).map_or(true, |left| left != given)
    };
    before.keys().map(String::as_str).filter(differs).map(quoted).collect()
}

/// Tests run where their package's root would be, and may write there.
fn copy_fixtures() {
    if let Err(error) = copy(Path::new("/job/tree"), Path::new("/box/work")) {
        fail(&format!("fixtures: {error}"));
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    if !from.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::write(&target, fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

fn run(binary: &str, arguments: &[&str], out: &mut File) -> i32 {
    let mut child = Command::new(binary)
        .args(arguments)
        .current_dir("/box/work")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| fail(&format!("{binary}: {error}")));
    let mut said = child.stdout.take().expect("stdout is piped");
    let (sender, receiver) = channel::<Vec<u8>>();
    thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(count @ 1..) = said.read(&mut buffer) {
            if sender.send(buffer[..count].to_vec()).is_err() {
                return;
            }
        }
    });
    let mut status: Option<ExitStatus> = None;
    let mut last_words: Option<Instant> = None;
    loop {
        match receiver.recv_timeout(Duration::from_millis(20)) {
            Ok(bytes) => send(out, &bytes),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
        if status.is_none() {
            status = child.try_wait().unwrap_or_else(|error| fail(&error.to_string()));
        }
        // A grandchild may hold the pipe open for ever: what it says now is not the test's.
        if status.is_some() {
            let ended = *last_words.get_or_insert_with(Instant::now);
            if ended.elapsed() > Duration::from_millis(200) {
                break;
            }
        }
    }
    code_of(status.unwrap_or_else(|| {
        child.wait().unwrap_or_else(|error| fail(&error.to_string()))
    }))
}
