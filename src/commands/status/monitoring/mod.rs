//! What monitoring systems read: they call somebody where nobody looks.

mod metrics;
mod nagios;
mod prometheus;

pub(super) use self::{nagios::nagios, prometheus::prometheus};
