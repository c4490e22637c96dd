//! Figures as Prometheus reads them: its text format, version 0.0.4.

use std::fmt::Write as _;

/// A figure, which cannot be told where it is none.
#[derive(Clone, Copy, Debug)]
pub(super) enum Figure {
    /// So much.
    Number(i64),
    /// Without end.
    Endless,
    /// Not known: every comparison with it is false.
    Untold,
}

impl From<bool> for Figure {
    fn from(is_so: bool) -> Self {
        Self::Number(is_so.into())
    }
}

impl From<usize> for Figure {
    fn from(count: usize) -> Self {
        i64::try_from(count).map_or(Self::Endless, Self::Number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Figure {
    fn from(told: Option<T>) -> Self {
        told.map_or(Self::Untold, Into::into)
    }
}

impl From<i64> for Figure {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// Names and values that tell series of one figure apart.
pub(super) type Labels = Vec<(&'static str, String)>;

/// All series of all figures. Those of one figure must stand together.
#[derive(Debug, Default)]
pub(super) struct Metrics(Vec<Metric>);

#[derive(Debug)]
struct Metric {
    name: &'static str,
    help: &'static str,
    series: Vec<(Labels, Figure)>,
}

impl Metrics {
    /// Adds a series.
    pub(super) fn add(
        &mut self,
        (name, help): (&'static str, &'static str),
        labels: &Labels,
        figure: impl Into<Figure>,
    ) {
        let series = (labels.clone(), figure.into());
        match self.0.iter_mut().find(|metric| metric.name == name) {
            Some(metric) => metric.series.push(series),
            None => self.0.push(Metric { name, help, series: vec![series] }),
        }
    }

    /// The text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for Metric { name, help, series } in &self.0 {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
            for (labels, figure) in series {
                let labels: Vec<String> =
                    labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
                let braced =
                    if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
                let _ = match figure {
                    Figure::Number(number) => writeln!(text, "{name}{braced} {number}"),
                    Figure::Endless => writeln!(text, "{name}{braced} +Inf"),
                    Figure::Untold => writeln!(text, "{name}{braced} NaN"),
                };
            }
        }
        text
    }
}

/// A value between quotes.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_of_one_figure_stand_together_and_no_value_ends_its_quotes() {
        let (one, other) = (("a", "First."), ("b", "Second."));
        let label = |value: &str| vec![("of", value.to_owned())];
        let mut metrics = Metrics::default();
        metrics.add(one, &label("x\"} 7\n\\"), 1_i64);
        metrics.add(other, &Labels::new(), None::<usize>);
        metrics.add(one, &label("y"), Figure::Endless);
        let expected = "# HELP a First.\n# TYPE a gauge\na{of=\"x\\\"} 7\\n\\\\\"} 1\na{of=\"y\"} +Inf\n\
                        # HELP b Second.\n# TYPE b gauge\nb NaN\n";
        assert_eq!(metrics.text(), expected);
    }
}
