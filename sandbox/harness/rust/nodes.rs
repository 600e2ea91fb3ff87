//! Checks what a caller or recorder inside a solution's process says, before it is signed: nodes of
//! values and JSON texts, and nothing else. What is not well formed is the process's own doing.

const DEEPEST: usize = 200;

/// Whether a text is one node (`workbench/languages/values.py`).
pub fn is_node(said: &str) -> bool {
    let mut reader = Reader { bytes: said.as_bytes(), at: 0 };
    reader.node(0, false) && reader.ended()
}

/// Whether a text is an array of nodes.
pub fn is_row(said: &str) -> bool {
    let mut reader = Reader { bytes: said.as_bytes(), at: 0 };
    reader.eat(b'[') && reader.rest(true, |r| r.node(0, false)) && reader.ended()
}

/// Whether a text is an array of pairs of a position and a node.
pub fn is_changed(said: &str) -> bool {
    let mut reader = Reader { bytes: said.as_bytes(), at: 0 };
    let pair = |r: &mut Reader| {
        r.eat(b'[') && r.digits() && r.eat(b',') && r.node(0, false) && r.eat(b']')
    };
    reader.eat(b'[') && reader.rest(true, pair) && reader.ended()
}

/// Whether a text is a JSON string.
pub fn is_text(said: &str) -> bool {
    let mut reader = Reader { bytes: said.as_bytes(), at: 0 };
    reader.text().is_some() && reader.ended()
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn ended(&self) -> bool {
        self.at == self.bytes.len()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.bytes.get(self.at) == Some(&byte);
        self.at += found as usize;
        found
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.bytes[self.at..].starts_with(word.as_bytes());
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let leading = self.bytes[start..self.at].starts_with(b"0") && self.at > start + 1;
        self.at > start && !leading
    }

    fn number(&mut self) -> bool {
        self.eat(b'-');
        if !self.digits() {
            return false;
        }
        let mut fine = true;
        if self.eat(b'.') {
            let start = self.at;
            while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
                self.at += 1;
            }
            fine = self.at > start;
        }
        if self.eat(b'e') {
            self.eat(b'-');
            fine = fine && self.digits();
        }
        fine
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        if !self.eat(b'"') {
            return None;
        }
        let start = self.at;
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'"' => return Some(&self.bytes[start..self.at - 1]),
                b'\\' => {
                    let mark = *self.bytes.get(self.at)?;
                    self.at += 1;
                    if mark == b'u' {
                        let hex = self.bytes.get(self.at..self.at + 4)?;
                        if !hex.iter().all(u8::is_ascii_hexdigit) {
                            return None;
                        }
                        self.at += 4;
                    } else if mark != b'"' && mark != b'\\' {
                        return None;
                    }
                }
                0..=31 => return None,
                _ => {}
            }
        }
    }

    /// The items of an array to its closing bracket. `first`: none came yet.
    fn rest(&mut self, mut first: bool, mut item: impl FnMut(&mut Self) -> bool) -> bool {
        loop {
            if self.eat(b']') {
                return true;
            }
            if !first && !self.eat(b',') || !item(self) {
                return false;
            }
            first = false;
        }
    }

    /// `hashed`: it stands where the host hashes it.
    fn node(&mut self, depth: usize, hashed: bool) -> bool {
        if depth > DEEPEST {
            return false;
        }
        match self.bytes.get(self.at) {
            Some(b'"') => self.text().is_some(),
            Some(b'n') => self.word("null"),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'[') => self.tagged(depth + 1, hashed),
            _ => self.number(),
        }
    }

    fn tagged(&mut self, depth: usize, hashed: bool) -> bool {
        self.eat(b'[');
        match self.text() {
            Some(b"L") if !hashed => self.rest(false, |r| r.node(depth, false)),
            Some(b"T") => self.rest(false, |r| r.node(depth, hashed)),
            Some(b"S") if !hashed => self.rest(false, |r| r.node(depth, true)),
            Some(b"D") if !hashed => self.rest(false, |r| {
                r.eat(b'[') && r.node(depth, true) && r.eat(b',') && r.node(depth, false) && r.eat(b']')
            }),
            Some(b"i") => {
                let digits = |t: &[u8]| {
                    let size = t.strip_prefix(b"-").unwrap_or(t);
                    (1..=40).contains(&size.len()) && size.iter().all(u8::is_ascii_hexdigit)
                };
                self.eat(b',') && self.text().is_some_and(digits) && self.eat(b']')
            }
            Some(b"f") => {
                let known = |t: &[u8]| matches!(t, b"nan" | b"inf" | b"-inf");
                self.eat(b',') && self.text().is_some_and(known) && self.eat(b']')
            }
            Some(b"u") => self.eat(b',') && self.text().is_some() && self.eat(b']'),
            Some(b"v") => {
                self.eat(b',') && self.text().is_some() && self.eat(b',') && self.text().is_some()
                    && self.rest(false, |r| r.node(depth, false))
            }
            Some(b"o") => {
                self.eat(b',') && self.text().is_some() && self.eat(b',') && self.text().is_some()
                    && self.eat(b']')
            }
            _ => false,
        }
    }
}
