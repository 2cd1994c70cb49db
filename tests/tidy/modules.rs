//! The modules of the crate as their sources say: what each defines, brings into scope and mentions.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// `["app", "save"]` is `crate::app::save`; the root is empty.
type Path = Vec<String>;

/// A path that a module names, with what stood there in its source.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    path: Path,
    /// Within `#[cfg(test)]`.
    test: bool,
}

/// A name that a `use` brings into scope.
#[derive(Debug)]
struct Import {
    path: Path,
    /// The name in scope; nothing for a glob.
    name: Option<String>,
    /// Passed on to others: a `pub use`.
    passed_on: bool,
    test: bool,
}

#[derive(Debug, Default)]
struct Module {
    /// The source that it stands in.
    file: String,
    /// Whether the whole module is for tests.
    test: bool,
    /// Structs, enums, traits and the like.
    types: BTreeSet<String>,
    /// Functions, constants and macros.
    values: BTreeSet<String>,
    imports: Vec<Import>,
    mentions: BTreeSet<Named>,
    /// Child modules declared under `#[cfg(test)]`.
    test_children: BTreeSet<String>,
}

/// The names that a file takes from another, and those that only its tests do.
#[derive(Debug, Default, PartialEq)]
pub struct Arrow {
    pub names: BTreeSet<String>,
    pub in_tests: BTreeSet<String>,
}

/// All modules by their paths.
#[derive(Default)]
pub struct Modules(BTreeMap<Path, Module>);

impl Modules {
    /// From the sources' names (`src/app/save.rs`) and texts.
    pub fn new<'a>(sources: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut all = Self::default();
        for (file, text) in sources {
            let tokens: TokenStream = text.parse().expect(file);
            all.read(module_of(file), file, tokens, false);
        }
        let marked: Vec<Path> = all
            .0
            .iter()
            .flat_map(|(path, module)| module.test_children.iter().map(|child| joined(path, child)))
            .collect();
        for (path, module) in &mut all.0 {
            module.test |= marked.iter().any(|test| path.starts_with(test));
        }
        all
    }

    fn read(&mut self, path: Path, file: &str, tokens: TokenStream, test: bool) {
        let mut module = Module {
            file: file.into(),
            test,
            ..Module::default()
        };
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut inline = Vec::new();
        module.scan(&tokens, true, test, &mut inline);
        for (name, body, test) in inline {
            self.read(joined(&path, &name), file, body, test);
        }
        self.0.insert(path, module);
    }

    /// What each file names of other files.
    pub fn arrows(&self) -> BTreeMap<(&str, &str), Arrow> {
        let mut found: BTreeMap<(&str, &str), Arrow> = BTreeMap::new();
        for (path, module) in &self.0 {
            let named = module
                .mentions
                .iter()
                .map(|named| (&named.path, named.test));
            let imported = module.imports.iter().filter(|import| !import.passed_on);
            let imported = imported.map(|import| (&import.path, import.test));
            for (named, test) in named.chain(imported) {
                let Some((home, item)) = self.home(path, named, 0) else {
                    continue;
                };
                let home = self.0[&home].file.as_str();
                if home != module.file {
                    let arrow = found.entry((module.file.as_str(), home)).or_default();
                    match test || module.test {
                        true => &mut arrow.in_tests,
                        false => &mut arrow.names,
                    }
                    .insert(item);
                }
            }
        }
        found
    }

    /// The module that defines what `named` is in `from`, and what it is called there; nothing for what is not of this
    /// crate, and for modules.
    fn home(&self, from: &Path, named: &[String], depth: usize) -> Option<(Path, String)> {
        let (first, rest) = named.split_first()?;
        match first.as_str() {
            "crate" | "hourglass" => self.within(Vec::new(), rest, depth),
            "self" => self.within(from.clone(), rest, depth),
            "super" => {
                let (_, parent) = from.split_last()?;
                let parent = parent.to_vec();
                match rest.first().map(String::as_str) {
                    Some("super") => self.home(&parent, rest, depth),
                    _ => self.within(parent, rest, depth),
                }
            }
            _ => self.within(from.clone(), named, depth),
        }
    }

    /// As [`Self::home`], of a path that begins in `module`.
    fn within(&self, module: Path, named: &[String], depth: usize) -> Option<(Path, String)> {
        // Globs of modules that import each other never end.
        if depth > 8 {
            return None;
        }
        let (first, rest) = named.split_first()?;
        let found = self.0.get(&module)?;
        // Nothing is within a function: there the name is a module's.
        let is_value = rest.is_empty() && found.values.contains(first);
        if is_value || found.types.contains(first) {
            return Some((module, first.clone()));
        }
        let child = joined(&module, first);
        if self.0.contains_key(&child) {
            return self.within(child, rest, depth);
        }
        found.imports.iter().find_map(|import| match &import.name {
            Some(name) if name == first => {
                let whole = [&import.path[..], rest].concat();
                // `use image;` names a crate, not itself.
                (whole[..] != *named).then(|| self.home(&module, &whole, depth + 1))?
            }
            Some(_) => None,
            None => {
                let whole = [&import.path[..], named].concat();
                self.home(&module, &whole, depth + 1)
            }
        })
    }
}

impl Module {
    /// Reads `tokens`; those of the module itself, not of a body within, define its items.
    fn scan(
        &mut self,
        tokens: &[TokenTree],
        top: bool,
        outer: bool,
        inline: &mut Vec<(String, TokenStream, bool)>,
    ) {
        let (mut at, mut test) = (0, outer);
        while at < tokens.len() {
            let word = word(&tokens[at]);
            let next = tokens.get(at + 1);
            let name = next.and_then(self::word);
            // Not the lifetime `'static`.
            let defines = top && !(at > 0 && is(tokens.get(at - 1), '\''));
            match (word.as_deref(), name) {
                // Not the `use<'a>` of a return type.
                (Some("use"), _) if !is(next, '<') => {
                    let end = until(tokens, at, ';');
                    let passed_on = at > 0 && is_visibility(&tokens[at - 1]);
                    self.import(&tokens[at + 1..end], &[], passed_on, test);
                    at = end;
                    continue;
                }
                (Some("mod"), Some(name)) if top => {
                    match tokens.get(at + 2) {
                        Some(TokenTree::Group(body)) => inline.push((name, body.stream(), test)),
                        _ if test => {
                            self.test_children.insert(name);
                        }
                        _ => {}
                    }
                    at += 3;
                    test = outer;
                    continue;
                }
                (Some("struct" | "enum" | "trait" | "type" | "union"), Some(name)) if top => {
                    self.types.insert(name);
                    at += 2;
                    continue;
                }
                (Some("fn" | "const" | "static"), Some(name)) if defines && name != "fn" => {
                    self.values.insert(name);
                    at += 2;
                    continue;
                }
                (Some("macro_rules"), _) if top => {
                    self.values.extend(tokens.get(at + 2).and_then(self::word));
                    at += 3;
                    continue;
                }
                (Some(_), _) => {
                    at = self.mention(tokens, at, test);
                    continue;
                }
                _ => {}
            }
            match &tokens[at] {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    // An attribute, of the module itself where there is a `!`.
                    let bracket = if is(next, '!') { at + 2 } else { at + 1 };
                    if let Some(TokenTree::Group(group)) = tokens.get(bracket) {
                        test |= group.stream().to_string().replace(' ', "") == "cfg(test)";
                        at = bracket;
                    }
                }
                TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => test = outer,
                TokenTree::Group(group) => {
                    let body: Vec<TokenTree> = group.stream().into_iter().collect();
                    self.scan(&body, false, test, inline);
                    if group.delimiter() == Delimiter::Brace {
                        test = outer;
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Notes the path that begins at a word; returns what stands behind it.
    fn mention(&mut self, tokens: &[TokenTree], start: usize, test: bool) -> usize {
        let mut path = Path::new();
        let mut at = start;
        while let Some(word) = tokens.get(at).and_then(word) {
            path.push(word);
            at += 1;
            if is(tokens.get(at), ':') && is(tokens.get(at + 1), ':') {
                at += 2;
            } else {
                break;
            }
        }
        let field = start > 0 && is(tokens.get(start - 1), '.') && path.len() == 1;
        // The name of a field or a parameter.
        let label = is(tokens.get(at), ':') && !is(tokens.get(at + 1), ':') && path.len() == 1;
        let lifetime = start > 0 && is(tokens.get(start - 1), '\'');
        if !(field || label || lifetime) {
            self.mentions.insert(Named { path, test });
        }
        at
    }

    /// Notes the names of a `use`, whose tokens continue the path `before`.
    fn import(&mut self, tokens: &[TokenTree], before: &[String], passed_on: bool, test: bool) {
        let mut path = before.to_vec();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Ident(_) if word(&tokens[at]).as_deref() == Some("as") => {
                    let name = tokens.get(at + 1).and_then(word);
                    self.imports.push(Import {
                        path,
                        name,
                        passed_on,
                        test,
                    });
                    return;
                }
                TokenTree::Ident(ident) => path.push(ident.to_string()),
                TokenTree::Punct(punct) if punct.as_char() == '*' => {
                    self.imports.push(Import {
                        path,
                        name: None,
                        passed_on,
                        test,
                    });
                    return;
                }
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    for one in inner.split(|token| is(Some(token), ',')) {
                        if !one.is_empty() {
                            self.import(one, &path, passed_on, test);
                        }
                    }
                    return;
                }
                _ => {}
            }
            at += 1;
        }
        if path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let name = path.last().cloned();
        self.imports.push(Import {
            path,
            name,
            passed_on,
            test,
        });
    }
}

/// Which module a source is: `src/app/mod.rs` and `src/app.rs` are `app`, and `src/main.rs` stands beside all others.
fn module_of(file: &str) -> Path {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    let mut path: Path = inside
        .trim_end_matches(".rs")
        .split('/')
        .map(Into::into)
        .collect();
    if path.last().is_some_and(|last| last == "mod") || path == ["lib"] {
        path.pop();
    }
    path
}

/// Whether a file stands in the module that `other` is.
pub fn lies_in(file: &str, other: &str) -> bool {
    module_of(file).starts_with(&module_of(other))
}

fn joined(path: &[String], name: &str) -> Path {
    [path, &[name.to_owned()]].concat()
}

fn word(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    }
}

fn is(token: Option<&TokenTree>, letter: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == letter)
}

fn is_visibility(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(ident) => ident == "pub",
        // `pub(super)`
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
        _ => false,
    }
}

fn until(tokens: &[TokenTree], from: usize, letter: char) -> usize {
    let mut rest = tokens[from..].iter();
    rest.position(|token| is(Some(token), letter))
        .map_or(tokens.len(), |at| from + at)
}
