use std::fmt;

#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    x: i32,
    y: i32,
}

pub fn point(x: i32, y: i32) -> Point {
    Point { x, y }
}

impl Point {
    pub fn moved(&self, x: i32, y: i32) -> Point {
        point(self.x + x, self.y + y)
    }

    pub fn sum(&self) -> i32 {
        self.x + self.y
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{},{}", self.x, self.y)
    }
}
