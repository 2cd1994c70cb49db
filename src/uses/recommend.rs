//! Fills in what nobody has rated, and ranks it.

mod new_user;
mod scale;
mod settings;

use std::collections::HashMap;

use super::{Cells, Choice, Choices, Column, Format, Outcome, Problem, Subject, Table, Use};
use crate::data::{By, ColumnKind, Prepared, SampleShape, Samples, Source};
use crate::eval::{Figure, Figures, RatingBaselines, factorisation_rmse};
use crate::training::{ClippedError, OneByOne};
use new_user::typed_user;
use scale::Scale;
use settings::{RATINGS, TOP};

pub struct Recommend;

/// Samples at a time.
const CHUNK: usize = 1_000;

impl Use for Recommend {
    fn name(&self) -> &'static str {
        "recommend"
    }

    fn title(&self) -> &'static str {
        "Recommend"
    }

    fn sentence(&self) -> &'static str {
        "Fills in what users have not rated and ranks it for each, measured on the test ratings by their root mean squared error, clipped to the ratings of the training part"
    }

    fn needs(&self) -> &'static str {
        "a list of ratings"
    }

    fn example(&self) -> &'static str {
        r#"hourglass use recommend ratings --variant "weight decay .001" --out best.csv"#
    }

    fn fits(&self, shape: &SampleShape) -> bool {
        shape.columns().is_some_and(|columns| {
            let mut list = columns.list().iter();
            list.all(|column| column.has_missing && column.kind == ColumnKind::Numeric)
        })
    }

    fn lacks(&self, data: &Prepared) -> Option<String> {
        let are_ratings = data.dataset.test.are_ratings();
        (!are_ratings).then(|| "the data are no ratings".into())
    }

    fn choices(&self) -> &'static [Choice] {
        &[TOP, RATINGS]
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv]
    }

    fn completes_input(&self) -> bool {
        true
    }

    fn run(&self, subject: &Subject, choices: &Choices) -> Result<Outcome, Problem> {
        let data = subject.data;
        if let Some(lacks) = self.lacks(data) {
            return Err(Problem(format!("{lacks}: {}", data.dataset.name)));
        }
        let by = match &data.settings.source {
            Source::Ratings(file) => file.by,
            _ => By::User,
        };
        let model = subject.model()?;
        let typed = choices.get(RATINGS.key);
        let new = typed
            .map(|text| typed_user(text, by, subject))
            .transpose()?;
        let mut ranking = Ranking::new(by, choices.whole(&TOP) as usize);
        let (train, is_input) = (&data.dataset.train, subject.is_new);
        if new.is_some() && is_input {
            return Err(RATINGS.refused("ratings of new users stand in the input already"));
        }
        let mut outcome = Outcome::default();
        let scale = Scale::of(&subject.scaler).filter(|_| is_input);
        let moved = scale.and_then(|scale| Some((scale, scale.clamped(subject.samples)?)));
        let ranked = match (&new, &moved) {
            (Some(new), _) => new,
            (None, Some((scale, (samples, count)))) => {
                outcome.warnings.push(format!(
                    "{}, which the nearest rating of it takes the place of: {}",
                    match count {
                        1 => format!("1 rating is outside of {scale}"),
                        count => format!("{count} ratings are outside of {scale}"),
                    },
                    subject.name
                ));
                samples
            }
            (None, None) if is_input => subject.samples,
            (None, None) => train,
        };
        let others = [Some(&data.dataset.test), data.validation.as_ref()];
        let others = others
            .into_iter()
            .flatten()
            .filter(|_| new.is_none() && !is_input);
        ranking.add(&model, ranked, &Rated::of(others))?;
        if is_input {
            let why = "new ratings say nothing of what was not rated";
            outcome.unmeasured = Some(why.into());
        } else {
            let mut error = ClippedError::default();
            let add = |target: &[f32], output: &[f32]| error.add(&subject.scaler, output, target);
            model
                .for_each_pair(subject.samples, &subject.all(), add)
                .map_err(Problem::of)?;
            let rmse = |number| Figures::of([("rmse", number)]);
            outcome.figures = rmse(error.root_mean());
            if let Some(found) = RatingBaselines::of(train, subject.samples) {
                outcome.baselines.push(("global_mean", rmse(found.mean)));
                outcome.baselines.push(("biases", rmse(found.biases)));
            }
            let factorised = factorisation_rmse(train, subject.samples, model.code_width());
            let factorised = factorised.map(|number| ("matrix_factorisation", rmse(number)));
            outcome.baselines.extend(factorised);
        }
        if new.is_some() {
            let best = ranking
                .named()
                .map(|one| (one.item.clone(), f64::from(one.made)));
            let best: Vec<(String, f64)> = best.collect();
            // What whoever knows nothing of the user would say of the same items.
            let means = item_means(train, best.iter().map(|(item, _)| &**item));
            let means = Figures(vec![("predicted".into(), Figure::Each(means))]);
            outcome.baselines.push(("item_mean", means));
            let best = Figure::Each(best);
            outcome.figures.0.push(("predicted".into(), best));
            outcome.unmeasured = None;
        }
        outcome.table = ranking.table();
        Ok(outcome)
    }
}

/// The mean training rating of each of `items`, which are columns; none of an item that nobody rated.
fn item_means<'a>(train: &Samples, items: impl Iterator<Item = &'a str>) -> Vec<(String, f64)> {
    let (Some(columns), Some(seen)) = (train.shape().columns(), train.seen()) else {
        return Vec::new();
    };
    let mut sums = vec![(0.0, 0u32); columns.len()];
    for (column, value) in (0..train.len()).flat_map(|row| seen.row(row)) {
        sums[column].0 += f64::from(value);
        sums[column].1 += 1;
    }
    let means = columns.list().iter().zip(sums);
    let means: HashMap<&str, f64> = means
        .filter(|(_, (_, count))| *count > 0)
        .map(|(column, (sum, count))| (&*column.name, sum / f64::from(count)))
        .collect();
    let of = |item: &str| Some((item.to_owned(), *means.get(item)?));
    items.filter_map(of).collect()
}

/// Held out ratings of rows by their names: these are rated already.
struct Rated<'a>(HashMap<&'a str, Vec<usize>>);

impl<'a> Rated<'a> {
    fn of(parts: impl Iterator<Item = &'a Samples>) -> Self {
        let mut all: HashMap<&str, Vec<usize>> = HashMap::new();
        for samples in parts {
            let Some(wanted) = samples.wanted() else {
                continue;
            };
            for index in 0..samples.len() {
                if let Some(name) = samples.name(index) {
                    let columns = wanted.row(index).map(|(column, _)| column);
                    all.entry(name).or_default().extend(columns);
                }
            }
        }
        Self(all)
    }
}

/// The best items of each user.
struct Ranking {
    by: By,
    top: usize,
    users: Vec<String>,
    items: Vec<String>,
    /// Of each user, best first: what the model makes, and the item.
    best: Vec<Vec<(f32, usize)>>,
}

/// One recommendation.
struct Ranked<'a> {
    user: &'a String,
    item: &'a String,
    made: f32,
    rank: usize,
}

impl Ranking {
    fn new(by: By, top: usize) -> Self {
        Self {
            by,
            top,
            users: Vec::new(),
            items: Vec::new(),
            best: Vec::new(),
        }
    }

    /// Ranks what is not rated in `samples`.
    fn add(&mut self, model: &OneByOne, samples: &Samples, rated: &Rated) -> Result<(), Problem> {
        let shape = samples.shape();
        let (Some(columns), Some(seen)) = (shape.columns(), samples.seen()) else {
            return Ok(());
        };
        let [word, _] = self.by.words();
        let rows: Vec<String> = (0..samples.len())
            .map(|index| {
                let name = samples.name(index).unwrap_or_default();
                let id = name.strip_prefix(word).unwrap_or(name);
                id.trim_start().to_owned()
            })
            .collect();
        let names = columns
            .list()
            .iter()
            .map(|column| column.name.clone())
            .collect();
        (self.users, self.items) = match self.by {
            By::User => (rows, names),
            By::Item => (names, rows),
        };
        self.best = vec![Vec::new(); self.users.len()];
        let scaler = model.scaler();
        let width = shape.target_width().max(1);
        let mut inputs = vec![0.0; shape.input_width()];
        let all: Vec<usize> = (0..samples.len()).collect();
        for chunk in all.chunks(CHUNK) {
            let mut rows = Vec::with_capacity(chunk.len() * inputs.len());
            for &index in chunk {
                scaler.put_input(samples, index, &mut inputs);
                rows.extend_from_slice(&inputs);
            }
            let mut outputs = model.reconstruct(&rows).map_err(Problem::of)?;
            for (output, &index) in outputs.chunks_mut(width).zip(chunk) {
                let name = samples.name(index).unwrap_or_default();
                let held_out = rated.0.get(name).map_or(&[][..], |columns| columns);
                for column in seen
                    .row(index)
                    .map(|(column, _)| column)
                    .chain(held_out.iter().copied())
                {
                    output[column] = f32::NAN;
                }
                for (column, (made, scale)) in output.iter().zip(scaler.columns()).enumerate() {
                    if !made.is_nan() {
                        let [least, greatest] = scale.range;
                        let made = scale.unscale(made.clamp(least, greatest));
                        match self.by {
                            By::User => self.put(index, column, made),
                            By::Item => self.put(column, index, made),
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, user: usize, item: usize, made: f32) {
        let best = &mut self.best[user];
        // Of equals the first item stays first.
        let place = best.partition_point(|(other, _)| *other >= made);
        if place < self.top {
            best.insert(place, (made, item));
            best.truncate(self.top);
        }
    }

    fn named(&self) -> impl Iterator<Item = Ranked<'_>> {
        self.users
            .iter()
            .zip(&self.best)
            .flat_map(move |(user, best)| {
                best.iter()
                    .zip(1..)
                    .map(move |((made, item), rank)| Ranked {
                        user,
                        item: &self.items[*item],
                        made: *made,
                        rank,
                    })
            })
    }

    fn table(&self) -> Table {
        let column = |name: &str, cells| Column {
            name: name.into(),
            cells,
        };
        Table(vec![
            column(
                "user",
                Cells::Texts(self.named().map(|one| one.user.clone()).collect()),
            ),
            column(
                "item",
                Cells::Texts(self.named().map(|one| one.item.clone()).collect()),
            ),
            column(
                "predicted",
                Cells::Singles(self.named().map(|one| one.made).collect()),
            ),
            column(
                "rank",
                Cells::Whole(self.named().map(|one| one.rank).collect()),
            ),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_come_first_and_equals_in_their_order() {
        let mut ranking = Ranking::new(By::User, 2);
        ranking.users = vec!["u".into()];
        ranking.items = ["a", "b", "c", "d"].map(String::from).to_vec();
        ranking.best = vec![Vec::new()];
        for (item, made) in [3.0, 4.0, 4.0, 2.0].into_iter().enumerate() {
            ranking.put(0, item, made);
        }
        let text = String::from_utf8(ranking.table().bytes(Format::Csv).unwrap()).unwrap();
        assert_eq!(text, "user,item,predicted,rank\nu,b,4,1\nu,c,4,2\n");
    }
}
