
// The recorder: tells each different outermost call of an entry once.
use self::s::sync::Mutex;

static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
const CALLS: usize = 3000;
const LONGEST: usize = 100_000;
s::thread_local! { static DEPTH: Cell<usize> = const { Cell::new(0) }; }

/// A call under way; `args` is empty when it is not told.
pub struct Made {
    name: &'static str,
    args: String,
}

impl Drop for Made {
    fn drop(&mut self) {
        let _ = DEPTH.try_with(|depth| depth.set(depth.get() - 1));
    }
}

/// Whether a call is made by an entry: only the outermost ones are the suite's.
pub fn within() -> bool {
    DEPTH.try_with(|depth| depth.get() > 0).unwrap_or(true)
}

pub fn begin(name: &'static str, args: &dyn Fn() -> String) -> Made {
    let _ = DEPTH.try_with(|depth| depth.set(depth.get() + 1));
    let mut made = Made { name, args: String::new() };
    let args = args();
    let mut seen = SEEN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let fresh = args.len() <= LONGEST && seen.len() < CALLS;
    if fresh && seen.insert(s::format!("{}{}", name, args)) {
        made.args = args;
    }
    made
}

impl Made {
    pub fn told(&self) -> bool {
        !self.args.is_empty()
    }
    pub fn end(&self, did: String, after: String) {
        if did.len() <= 4 * LONGEST {
            let mut line = String::from("made\t");
            quoted(self.name, &mut line);
            say(&s::format!("{}\t{}\t{}\t{}\n", line, self.args, did, after));
        }
    }
}
