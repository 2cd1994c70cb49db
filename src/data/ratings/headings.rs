//! Which column of a list holds users, which items and which ratings.

use super::RatingsFile;

/// What columns are called, without what is no letter or digit.
const USERS: [&str; 9] = [
    "user",
    "userid",
    "uid",
    "username",
    "reviewer",
    "reviewerid",
    "customer",
    "customerid",
    "visitorid",
];
const ITEMS: [&str; 19] = [
    "item",
    "itemid",
    "iid",
    "movie",
    "movieid",
    "film",
    "filmid",
    "product",
    "productid",
    "book",
    "bookid",
    "isbn",
    "song",
    "songid",
    "artist",
    "artistid",
    "game",
    "gameid",
    "asin",
];
const RATINGS: [&str; 7] = [
    "rating",
    "ratings",
    "score",
    "stars",
    "overall",
    "bookrating",
    "userrating",
];
/// Of no use.
const TIMES: [&str; 6] = [
    "timestamp",
    "time",
    "date",
    "datetime",
    "unixreviewtime",
    "ratedat",
];

/// Places of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Headings {
    pub user: usize,
    pub item: usize,
    pub rating: usize,
}

impl Headings {
    /// Whether the first line of a file that begins with `start` says that it is a list of ratings: a user, an item, a
    /// rating, perhaps a time, and nothing else.
    pub fn are_plain(start: &[u8]) -> bool {
        let Some(end) = start.iter().position(|byte| b"\r\n".contains(byte)) else {
            return false;
        };
        let Ok(line) = std::str::from_utf8(&start[..end]) else {
            return false;
        };
        let names: Vec<String> = line.split([',', ';', '\t', '|']).map(plain).collect();
        let one_of = |known: &[&str]| {
            let of = names.iter().filter(|name| known.contains(&&***name));
            of.count()
        };
        let [users, items, ratings, times] = [
            one_of(&USERS),
            one_of(&ITEMS),
            one_of(&RATINGS),
            one_of(&TIMES),
        ];
        [users, items, ratings] == [1; 3] && times <= 1 && names.len() == 3 + times
    }

    /// Of a list with these names of columns, or with none.
    ///
    /// # Errors
    /// One clause, when a column is not found.
    pub fn find(names: &[String], header: bool, file: &RatingsFile) -> Result<Self, String> {
        if !header {
            return match names.len() {
                3 | 4 => Ok(Self {
                    user: 0,
                    item: 1,
                    rating: 2,
                }),
                other => Err(format!(
                    "a list of ratings without names of columns has three or four of them, not {other}"
                )),
            };
        }
        let find = |what: &str, known: &[&str], chosen: &Option<String>| match chosen {
            Some(chosen) => names
                .iter()
                .position(|name| name == chosen)
                .ok_or_else(|| format!("there is no column of {what}s called {chosen}")),
            None => {
                let like = |name: &&str| names.iter().position(|one| plain(one) == **name);
                known.iter().find_map(like).ok_or_else(|| {
                    format!(
                        "no column is called {what} or alike, so name it with data.source.{what}"
                    )
                })
            }
        };
        Ok(Self {
            user: find("user", &USERS, &file.user)?,
            item: find("item", &ITEMS, &file.item)?,
            rating: find("rating", &RATINGS, &file.rating)?,
        })
    }
}

/// "userid" for `"user_id"` and "User ID".
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_ratings_say_so_in_their_first_line() {
        for line in [
            "user,item,rating\n1,2,3",
            "userId,movieId,rating,timestamp\r\n",
            "\u{feff}\"User-ID\";\"ISBN\";\"Book-Rating\"\n",
            "timestamp\tscore\titem_id\tuser_id\n",
        ] {
            assert!(Headings::are_plain(line.as_bytes()), "{line}");
        }
        for line in [
            "user,item,rating",
            "user,item,rating,age\n",
            "user,item\n",
            "user,movie,item,rating\n",
            "1,2,3\n",
            "",
        ] {
            assert!(!Headings::are_plain(line.as_bytes()), "{line}");
        }
        assert!(!Headings::are_plain(b"user,item,rating\xff\n"));
    }

    #[test]
    fn columns_are_found_in_any_order_or_named() {
        let names = |names: &[&str]| names.iter().map(|&name| name.into()).collect::<Vec<_>>();
        let find =
            |list: &[&str], header, file: &RatingsFile| Headings::find(&names(list), header, file);
        let unnamed = RatingsFile::default();
        let of = |user, item, rating| Headings { user, item, rating };
        let found = find(&["rating", "x", "movieId", "user"], true, &unnamed);
        assert_eq!(found, Ok(of(3, 2, 0)));
        assert_eq!(find(&["a"; 4], false, &unnamed), Ok(of(0, 1, 2)));
        assert_eq!(
            find(&["a"; 5], false, &unnamed).unwrap_err(),
            "a list of ratings without names of columns has three or four of them, not 5"
        );
        assert_eq!(
            find(&["user", "what", "rating"], true, &unnamed).unwrap_err(),
            "no column is called item or alike, so name it with data.source.item"
        );
        let named = RatingsFile {
            item: Some("what".into()),
            ..RatingsFile::default()
        };
        assert_eq!(
            find(&["user", "what", "rating"], true, &named),
            Ok(of(0, 1, 2))
        );
        assert_eq!(
            find(&["user", "item", "rating"], true, &named).unwrap_err(),
            "there is no column of items called what"
        );
    }
}
