//! Checks an irrigation schedule before it is loaded into the controller.

mod load;
mod run;

pub use load::{first_overload, peak};
pub use run::{normalise, Run, ScheduleError};
