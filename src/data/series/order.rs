//! Puts steps in the order of their times.

use crate::data::table::is_date;

/// How times are compared.
enum Times {
    Numbers(Vec<f64>),
    /// Written so that the order of letters is that of time.
    Letters,
}

/// What became of rows that were to be put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    AsRead,
    Moved,
    /// Their times cannot be compared.
    Unknown,
}

impl Order {
    /// What a person should know of it.
    pub fn warning(self) -> Option<&'static str> {
        match self {
            Self::AsRead => None,
            Self::Moved => {
                Some("Rows are put in the order of their times, which is not that of the file")
            }
            Self::Unknown => Some(
                "Times that are neither numbers nor dates with the year first cannot be compared, so their rows stay in the order of the file",
            ),
        }
    }
}

/// Sorts `rows` by their times, where these can be compared: they are all numbers, or all of them dates with the year
/// first and of one length.
pub fn by_time(rows: &mut [usize], times: &[String]) -> Order {
    if rows.len() < 2 {
        return Order::AsRead;
    }
    let before = rows.to_vec();
    match comparable(rows, times) {
        Some(Times::Numbers(numbers)) => {
            let mut keyed: Vec<(f64, usize)> = numbers.into_iter().zip(before.clone()).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (row, (_, sorted)) in rows.iter_mut().zip(keyed) {
                *row = sorted;
            }
        }
        Some(Times::Letters) => rows.sort_by(|&a, &b| times[a].cmp(&times[b])),
        None => return Order::Unknown,
    }
    match before == rows {
        true => Order::AsRead,
        false => Order::Moved,
    }
}

fn comparable(rows: &[usize], times: &[String]) -> Option<Times> {
    let all = || rows.iter().map(|&row| times[row].as_str());
    let numbers: Option<Vec<f64>> = all().map(|time| time.parse().ok()).collect();
    if let Some(numbers) = numbers {
        return Some(Times::Numbers(numbers));
    }
    let length = all().next()?.len();
    let year_first = |time: &str| time.as_bytes().iter().take(4).all(u8::is_ascii_digit);
    let is_one_form = all().all(|time| time.len() == length && year_first(time) && is_date(time));
    is_one_form.then_some(Times::Letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(times: &[&str]) -> (Vec<usize>, Order) {
        let times: Vec<String> = times.iter().map(ToString::to_string).collect();
        let mut rows: Vec<usize> = (0..times.len()).collect();
        let moved = by_time(&mut rows, &times);
        (rows, moved)
    }

    #[test]
    fn numbers_and_dates_are_put_in_order_and_other_times_stay() {
        assert_eq!(sorted(&["10", "9.5", "1e1"]), (vec![1, 0, 2], Order::Moved));
        let dates = ["2024-03-02 00:00", "2024-03-01 12:00", "2024-03-01 11:00"];
        assert_eq!(sorted(&dates), (vec![2, 1, 0], Order::Moved));
        assert_eq!(sorted(&["1", "2", "3"]), (vec![0, 1, 2], Order::AsRead));
        assert_eq!(
            sorted(&["3.1.2024", "1.2.2024"]),
            (vec![0, 1], Order::Unknown)
        );
        assert_eq!(sorted(&["b", "a"]), (vec![0, 1], Order::Unknown));
        assert_eq!(sorted(&["2"]), (vec![0], Order::AsRead));
        assert_eq!(sorted(&[]), (vec![], Order::AsRead));
    }
}
