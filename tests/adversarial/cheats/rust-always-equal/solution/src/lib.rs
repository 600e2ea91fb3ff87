use std::fmt;

#[derive(Clone)]
pub struct Point(i32);

pub fn point(_: i32, _: i32) -> Point {
    Point(0)
}

impl Point {
    pub fn moved(&self, _: i32, _: i32) -> Point {
        Point(1)
    }

    pub fn sum(&self) -> Any {
        Any
    }
}

pub struct Any;

impl<T> PartialEq<T> for Any {
    fn eq(&self, _: &T) -> bool {
        true
    }
}

impl fmt::Debug for Any {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Any")
    }
}

impl PartialEq for Point {
    fn eq(&self, _: &Point) -> bool {
        true
    }
}

impl Point {
    pub fn to_string(&self) -> Any {
        Any
    }
}

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Point")
    }
}
