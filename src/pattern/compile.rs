//! From the text of a pattern to its steps.

use super::term::{self, Any};

/// One step of a compiled pattern. Where it leads to is counted from itself, so that steps can be copied and moved.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A token of which one alternative holds.
    Token(Any),
    /// Any token.
    AnyToken,
    /// A whole run of a role.
    Role(u8),
    /// A whole name.
    Name,
    /// A whole quotation, also one inside another.
    Quotation,
    Start,
    End,
    ParagraphStart,
    /// The token before is such a one, or (`false`) is none.
    Behind(Any, bool),
    /// The steps up to there and their own match do not fit here.
    Not(usize),
    Save(usize),
    /// Tries the first way, then the second.
    Split(usize, usize),
    Jump(isize),
    Match,
}

/// A repetition goes this far at most: keeps patterns small. `*` and `+` have no limit.
const MOST: usize = 64;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub(super) steps: Vec<Step>,
    /// Names of the captures; slots 2n and 2n + 1 hold where the n-th begins and ends.
    pub(super) captures: Vec<String>,
}

impl Pattern {
    /// Compiles a pattern; an error says what was expected and where.
    pub fn new(source: &str) -> Result<Self, String> {
        let mut parser = Parser { source, rest: source, steps: Vec::new(), captures: Vec::new() };
        parser.alternatives()?;
        if let Some(c) = parser.rest.chars().next() {
            return Err(parser.error(&format!("`{c}` closes nothing")));
        }
        parser.steps.push(Step::Match);
        Ok(Self { steps: parser.steps, captures: parser.captures })
    }
}

struct Parser<'s> {
    source: &'s str,
    rest: &'s str,
    steps: Vec<Step>,
    captures: Vec<String>,
}

impl<'s> Parser<'s> {
    fn error(&self, problem: &str) -> String {
        format!("{problem}, behind `{}`", &self.source[..self.source.len() - self.rest.len()])
    }

    /// Steps over a character if it is the next.
    fn eat(&mut self, wanted: char) -> bool {
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        if self.eat(wanted) {
            Ok(())
        } else {
            Err(self.error(&format!("`{wanted}` is missing")))
        }
    }

    /// What stands between two marks.
    fn enclosed(&mut self, open: char, close: char) -> Result<&'s str, String> {
        self.expect(open)?;
        let (inside, rest) = self.rest.split_once(close).ok_or_else(|| self.error(&format!("`{close}` is missing")))?;
        self.rest = rest;
        Ok(inside)
    }

    /// `a b | c`, up to a closing bracket or the end.
    fn alternatives(&mut self) -> Result<(), String> {
        let mut ends = Vec::new();
        loop {
            let start = self.steps.len();
            loop {
                self.rest = self.rest.trim_start();
                if self.rest.is_empty() || self.rest.starts_with([')', '|']) {
                    break;
                }
                self.repeated()?;
            }
            if !self.eat('|') {
                break;
            }
            // What was read becomes the first way of two.
            self.steps.insert(start, Step::Split(1, self.steps.len() - start + 2));
            ends.push(self.steps.len());
            self.steps.push(Step::Match);
        }
        for at in ends {
            self.steps[at] = Step::Jump((self.steps.len() - at) as isize);
        }
        Ok(())
    }

    /// An atom with its `?`, `*`, `+` or `{n,m}`.
    fn repeated(&mut self) -> Result<(), String> {
        let start = self.steps.len();
        self.atom()?;
        let signs = [('?', (0, Some(1))), ('*', (0, None)), ('+', (1, None))];
        let (least, most) = match signs.into_iter().find(|(sign, _)| self.eat(*sign)) {
            Some((_, bounds)) => bounds,
            None if self.rest.starts_with('{') => self.bounds()?,
            None => return Ok(()),
        };
        let lazy = self.eat('?');
        let body = self.steps.split_off(start);
        let split = |leave: usize| if lazy { Step::Split(leave, 1) } else { Step::Split(1, leave) };
        for _ in 0..least {
            self.steps.extend(body.iter().cloned());
        }
        // Each further one costs a step that enters or leaves.
        let length = body.len() + 1;
        match most {
            None => {
                self.steps.push(split(length + 1));
                self.steps.extend(body);
                self.steps.push(Step::Jump(-(length as isize)));
            }
            Some(most) => {
                for left in (1..=most - least).rev() {
                    self.steps.push(split(left * length));
                    self.steps.extend(body.iter().cloned());
                }
            }
        }
        Ok(())
    }

    /// `{n,m}` or `{n}`
    fn bounds(&mut self) -> Result<(usize, Option<usize>), String> {
        let inside = self.enclosed('{', '}')?;
        let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
        let (Ok(least), Ok(most)) = (least.parse(), most.parse()) else {
            return Err(self.error("a number is missing"));
        };
        if most < least || most > MOST {
            return Err(self.error("the bounds of a repetition do not fit"));
        }
        Ok((least, Some(most)))
    }

    fn atom(&mut self) -> Result<(), String> {
        let place = [('^', Step::Start), ('$', Step::End), ('¶', Step::ParagraphStart), ('.', Step::AnyToken)];
        let step = match self.rest.chars().next() {
            Some('(') => return self.group(),
            Some('!') => return self.not(),
            Some('<') => Step::Token(self.terms()?),
            Some('[') => match self.enclosed('[', ']')? {
                "name" => Step::Name,
                "quotation" => Step::Quotation,
                run => {
                    let role = term::role(run).ok_or_else(|| self.error(&format!("there are no runs of `{run}`")));
                    Step::Role(role?)
                }
            },
            Some('@') => {
                self.eat('@');
                let wanted = !self.eat('!');
                Step::Behind(self.terms()?, wanted)
            }
            Some('\'') => Step::Token(Any::word(self.enclosed('\'', '\'')?)),
            _ => match place.into_iter().find(|(sign, _)| self.eat(*sign)) {
                Some((_, step)) => step,
                None => return self.word(),
            },
        };
        self.steps.push(step);
        Ok(())
    }

    fn group(&mut self) -> Result<(), String> {
        self.expect('(')?;
        self.alternatives()?;
        self.expect(')')
    }

    /// `!( … )`
    fn not(&mut self) -> Result<(), String> {
        self.expect('!')?;
        let at = self.steps.len();
        self.steps.push(Step::Match);
        self.group()?;
        self.steps.push(Step::Match);
        self.steps[at] = Step::Not(self.steps.len() - at);
        Ok(())
    }

    /// A word, or the name of a capture in front of its group.
    fn word(&mut self) -> Result<(), String> {
        let ends = |c: char| c.is_whitespace() || "()|?*+{}<>[]@!^$¶:".contains(c);
        let (word, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        self.rest = rest;
        let colon = self.eat(':');
        if !word.is_empty() && colon && self.rest.starts_with('(') {
            let known = self.captures.iter().position(|name| name == word);
            let number = known.unwrap_or(self.captures.len());
            if known.is_none() {
                self.captures.push(word.to_owned());
            }
            self.steps.push(Step::Save(2 * number));
            self.group()?;
            self.steps.push(Step::Save(2 * number + 1));
            return Ok(());
        }
        if word.is_empty() != colon {
            return Err(self.error("a word, `<…>`, `[…]` or `(` is missing"));
        }
        self.steps.push(Step::Token(Any::word(if colon { ":" } else { word })));
        Ok(())
    }

    /// `<a !b | c>`
    fn terms(&mut self) -> Result<Any, String> {
        let inside = self.enclosed('<', '>')?;
        Any::parse(inside).ok_or_else(|| self.error("an alternative is empty"))
    }
}
