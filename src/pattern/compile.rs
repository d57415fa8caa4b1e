//! From the text of a pattern to its steps.

use super::term::Test;
use super::view::layer;
use std::iter::Peekable;
use std::str::Chars;

/// Alternatives of terms that all hold; `false` turns a term round.
pub(super) type Any = Vec<Vec<(Test, bool)>>;

/// One step of a compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A token of which one alternative holds.
    Token(Any),
    /// Any token.
    AnyToken,
    /// A whole run of a role.
    Role(u8),
    /// A whole name; 0 for any kind.
    Name(u8),
    /// A whole quotation, also one inside another.
    Quotation,
    Start,
    End,
    ParagraphStart,
    /// The token before is such a one, or is none.
    Behind(Any, bool),
    /// What follows up to this step matches here, or does not; then it goes on behind.
    Look {
        end: usize,
        wanted: bool,
    },
    Save(usize),
    /// Tries the first way, then the second.
    Split(usize, usize),
    Jump(usize),
    Match,
}

/// A repetition goes this far at most: keeps patterns small. `*` and `+` have no limit.
const MOST: usize = 64;

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub(super) steps: Vec<Step>,
    /// Names of the captures; slots 2n and 2n + 1 hold where the n-th begins and ends.
    pub(super) captures: Vec<String>,
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// When it is no pattern; the error says what was expected and where.
    pub fn new(source: &str) -> Result<Self, String> {
        let mut parser =
            Parser { source, rest: source.chars().peekable(), at: 0, steps: Vec::new(), captures: Vec::new() };
        parser.alternatives()?;
        if let Some(c) = parser.peek() {
            return Err(parser.error(&format!("`{c}` closes nothing")));
        }
        parser.steps.push(Step::Match);
        Ok(Self { steps: parser.steps, captures: parser.captures })
    }
}

struct Parser<'s> {
    source: &'s str,
    rest: Peekable<Chars<'s>>,
    at: usize,
    steps: Vec<Step>,
    captures: Vec<String>,
}

impl Parser<'_> {
    fn error(&self, problem: &str) -> String {
        let read: String = self.source.chars().take(self.at).collect();
        format!("{problem}, behind `{read}`")
    }

    fn next(&mut self) -> Option<char> {
        self.at += 1;
        self.rest.next()
    }

    fn peek(&mut self) -> Option<char> {
        self.rest.peek().copied()
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        match self.next() {
            Some(c) if c == wanted => Ok(()),
            _ => Err(self.error(&format!("`{wanted}` is missing"))),
        }
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
    }

    /// `a b | c`, up to a closing bracket or the end.
    fn alternatives(&mut self) -> Result<(), String> {
        let mut jumps = Vec::new();
        loop {
            let start = self.steps.len();
            loop {
                self.blanks();
                match self.peek() {
                    None | Some(')' | '|') => break,
                    Some(_) => self.repeated()?,
                }
            }
            if self.peek() != Some('|') {
                break;
            }
            self.next();
            // What was read becomes the first way of two.
            self.insert(start, Step::Split(start + 1, self.steps.len() + 2));
            jumps.push(self.steps.len());
            self.steps.push(Step::Jump(0));
        }
        let end = self.steps.len();
        for jump in jumps {
            self.steps[jump] = Step::Jump(end);
        }
        Ok(())
    }

    /// Puts a step in front of others; what points behind it moves on.
    fn insert(&mut self, at: usize, step: Step) {
        for later in &mut self.steps[at..] {
            *later = shifted(later, 1);
        }
        self.steps.insert(at, step);
    }

    /// An atom with its `?`, `*`, `+` or `{n,m}`.
    fn repeated(&mut self) -> Result<(), String> {
        let start = self.steps.len();
        self.atom()?;
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.next();
                let least = self.number()?;
                let most = if self.peek() == Some(',') {
                    self.next();
                    self.number()?
                } else {
                    least
                };
                if most < least || most > MOST {
                    return Err(self.error("the bounds of a repetition do not fit"));
                }
                (least, Some(most))
            }
            _ => return Ok(()),
        };
        if self.peek() == Some('{') {
            return Err(self.error("two repetitions"));
        }
        self.next();
        let lazy = self.peek() == Some('?');
        if lazy {
            self.next();
        }
        let body: Vec<Step> = self.steps.split_off(start);
        let base = start;
        let copy = |steps: &mut Vec<Step>| {
            let by = steps.len() as isize - base as isize;
            steps.extend(body.iter().map(|step| shifted(step, by)));
        };
        for _ in 0..least {
            copy(&mut self.steps);
        }
        let split =
            |enter: usize, leave: usize| if lazy { Step::Split(leave, enter) } else { Step::Split(enter, leave) };
        match most {
            None => {
                let at = self.steps.len();
                self.steps.push(split(at + 1, at + body.len() + 2));
                copy(&mut self.steps);
                self.steps.push(Step::Jump(at));
            }
            Some(most) => {
                let end = self.steps.len() + (most - least) * (body.len() + 1);
                for _ in least..most {
                    let at = self.steps.len();
                    self.steps.push(split(at + 1, end));
                    copy(&mut self.steps);
                }
            }
        }
        Ok(())
    }

    fn number(&mut self) -> Result<usize, String> {
        let mut digits = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_digit) {
            digits.push(c);
            self.next();
        }
        digits.parse().map_err(|_| self.error("a number is missing"))
    }

    fn atom(&mut self) -> Result<(), String> {
        match self.peek() {
            Some('(') => self.group(),
            Some('<') => {
                let any = self.terms()?;
                self.steps.push(Step::Token(any));
                Ok(())
            }
            Some('[') => {
                self.next();
                let name = self.until(']')?;
                let code = |names: &[(&str, u8)]| names.iter().find(|n| n.0 == name).map(|n| n.1);
                let step = code(&layer::ROLES).map(Step::Role).or_else(|| code(&layer::NAMES).map(Step::Name));
                let step = step.or(match name.as_str() {
                    "name" => Some(Step::Name(0)),
                    "quotation" => Some(Step::Quotation),
                    _ => None,
                });
                self.steps.push(step.ok_or_else(|| self.error(&format!("there are no runs of `{name}`")))?);
                Ok(())
            }
            Some('@') => {
                self.next();
                let wanted = self.peek() != Some('!');
                if !wanted {
                    self.next();
                }
                let any = self.terms()?;
                self.steps.push(Step::Behind(any, wanted));
                Ok(())
            }
            Some(c @ ('!' | '=')) => {
                self.next();
                let look = self.steps.len();
                self.steps.push(Step::Match);
                self.group()?;
                self.steps.push(Step::Match);
                self.steps[look] = Step::Look { end: self.steps.len(), wanted: c == '=' };
                Ok(())
            }
            Some('^') => self.place(Step::Start),
            Some('$') => self.place(Step::End),
            Some('¶') => self.place(Step::ParagraphStart),
            Some('.') => self.place(Step::AnyToken),
            Some('\'') => {
                self.next();
                let word = self.until('\'')?;
                self.steps.push(Step::Token(vec![vec![(Test::Spelt(word), true)]]));
                Ok(())
            }
            _ => self.word(),
        }
    }

    fn place(&mut self, step: Step) -> Result<(), String> {
        self.next();
        self.steps.push(step);
        Ok(())
    }

    fn group(&mut self) -> Result<(), String> {
        self.expect('(')?;
        self.alternatives()?;
        self.expect(')')
    }

    /// A word, or the name of a capture in front of its group.
    fn word(&mut self) -> Result<(), String> {
        let mut word = String::new();
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace() && !"()|?*+{}<>[]@!=^$¶:".contains(*c)) {
            word.push(c);
            self.next();
        }
        let colon = self.peek() == Some(':');
        if colon {
            self.next();
        }
        match (word.is_empty(), colon, self.peek()) {
            (false, true, Some('(')) => {
                let known = self.captures.iter().position(|name| *name == word);
                let number = known.unwrap_or_else(|| {
                    self.captures.push(word);
                    self.captures.len() - 1
                });
                self.steps.push(Step::Save(2 * number));
                self.group()?;
                self.steps.push(Step::Save(2 * number + 1));
                Ok(())
            }
            (true, true, _) => {
                self.steps.push(Step::Token(vec![vec![(Test::Spelt(":".to_owned()), true)]]));
                Ok(())
            }
            (false, false, _) => {
                self.steps.push(Step::Token(vec![vec![(Test::Spelt(word), true)]]));
                Ok(())
            }
            _ => Err(self.error("a word, `<…>`, `[…]` or `(` is missing")),
        }
    }

    /// `<a !b | c>`
    fn terms(&mut self) -> Result<Any, String> {
        self.expect('<')?;
        let inside = self.until('>')?;
        let any: Any = inside
            .split('|')
            .map(|all| {
                let term = |t: &str| match t.strip_prefix('!').filter(|t| !t.is_empty()) {
                    Some(t) => (Test::parse(t), false),
                    None => (Test::parse(t), true),
                };
                all.split_whitespace().map(term).collect()
            })
            .collect();
        match any.iter().any(Vec::is_empty) {
            true => Err(self.error("an alternative is empty")),
            false => Ok(any),
        }
    }

    fn until(&mut self, close: char) -> Result<String, String> {
        let mut inside = String::new();
        loop {
            match self.next() {
                Some(c) if c == close => return Ok(inside),
                Some(c) => inside.push(c),
                None => return Err(self.error(&format!("`{close}` is missing"))),
            }
        }
    }
}

fn shifted(step: &Step, by: isize) -> Step {
    let to = |at: usize| (at as isize + by) as usize;
    match step {
        Step::Split(a, b) => Step::Split(to(*a), to(*b)),
        Step::Jump(a) => Step::Jump(to(*a)),
        Step::Look { end, wanted } => Step::Look { end: to(*end), wanted: *wanted },
        other => other.clone(),
    }
}
