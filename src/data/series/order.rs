//! Puts steps in the order of their times.

use crate::data::table::is_date;

/// How times are compared.
enum Times {
    Numbers(Vec<f64>),
    /// Written so that the order of letters is that of time.
    Letters,
}

/// Sorts `rows` by their times, where these can be compared: they are all numbers, or all of them dates with the year
/// first and of one length. Returns whether anything moved.
pub fn by_time(rows: &mut [usize], times: &[String]) -> bool {
    if rows.len() < 2 {
        return false;
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
        None => {}
    }
    before != rows
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

/// What is said where steps were moved.
pub const MOVED: &str = "Rows are put in the order of their times, which is not that of the file";

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(times: &[&str]) -> (Vec<usize>, bool) {
        let times: Vec<String> = times.iter().map(ToString::to_string).collect();
        let mut rows: Vec<usize> = (0..times.len()).collect();
        let moved = by_time(&mut rows, &times);
        (rows, moved)
    }

    #[test]
    fn numbers_and_dates_are_put_in_order_and_other_times_stay() {
        assert_eq!(sorted(&["10", "9.5", "1e1"]), (vec![1, 0, 2], true));
        let dates = ["2024-03-02 00:00", "2024-03-01 12:00", "2024-03-01 11:00"];
        assert_eq!(sorted(&dates), (vec![2, 1, 0], true));
        assert_eq!(sorted(&["1", "2", "3"]), (vec![0, 1, 2], false));
        assert_eq!(sorted(&["3.1.2024", "1.2.2024"]), (vec![0, 1], false));
        assert_eq!(sorted(&["b", "a"]), (vec![0, 1], false));
        assert_eq!(sorted(&["2"]), (vec![0], false));
        assert_eq!(sorted(&[]), (vec![], false));
    }
}
