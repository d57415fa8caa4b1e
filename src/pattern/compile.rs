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
    Behind(bool, Any),
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
/// Groups inside groups, and steps of a pattern: repetitions multiply, and what reads a pattern calls itself.
const DEEPEST: usize = 50;
const LONGEST: usize = 20_000;
/// Alternatives of a pattern in all; the same holds for them.
const MOST_ALTERNATIVES: usize = 1_000;

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
        let mut parser = Parser { source, rest: source, captures: Vec::new(), depth: 0, alternatives: 0 };
        let mut steps = parser.alternatives()?;
        if !parser.rest.is_empty() {
            return Err(parser.error("`)` closes nothing"));
        }
        steps.push(Step::Match);
        Ok(Self { steps, captures: parser.captures })
    }
}

struct Parser<'s> {
    source: &'s str,
    rest: &'s str,
    captures: Vec<String>,
    /// Number of groups that are open.
    depth: usize,
    /// Number of alternatives behind the first.
    alternatives: usize,
}

/// The steps of a part of a pattern.
type Steps = Result<Vec<Step>, String>;

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

    /// What stands between two marks.
    fn enclosed(&mut self, open: char, close: char) -> Result<&'s str, String> {
        let inside = self.rest.strip_prefix(open).and_then(|rest| rest.split_once(close));
        let (inside, rest) = inside.ok_or_else(|| self.error(&format!("`{open}…{close}` is missing")))?;
        self.rest = rest;
        Ok(inside)
    }

    /// `a b | c`, up to a closing bracket or the end.
    fn alternatives(&mut self) -> Steps {
        let mut steps = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with(')') {
                return Ok(steps);
            }
            if self.eat('|') {
                // What was read is the first way of two.
                self.alternatives += 1;
                if self.alternatives > MOST_ALTERNATIVES {
                    return Err(self.error("too many alternatives"));
                }
                let others = self.alternatives()?;
                steps.insert(0, Step::Split(1, steps.len() + 2));
                steps.push(Step::Jump(others.len() as isize + 1));
                steps.extend(others);
                return Ok(steps);
            }
            steps.extend(self.repeated()?);
        }
    }

    /// An atom with its `?`, `*`, `+` or `{n,m}`.
    fn repeated(&mut self) -> Steps {
        let atom = self.atom()?;
        let signs = [('?', (0, Some(1))), ('*', (0, None)), ('+', (1, None))];
        let (least, most) = match signs.into_iter().find(|(sign, _)| self.eat(*sign)) {
            Some((_, bounds)) => bounds,
            None if self.rest.starts_with('{') => self.bounds()?,
            None => return Ok(atom),
        };
        let lazy = self.eat('?');
        if (atom.len() + 1) * most.unwrap_or(least + 1) > LONGEST {
            return Err(self.error("the pattern is too long"));
        }
        let mut steps: Vec<Step> = std::iter::repeat_n(&atom, least).flatten().cloned().collect();
        // Each further one costs a step that enters or leaves; without a limit, one that goes back to it.
        let (length, back) = (atom.len() + 1, usize::from(most.is_none()));
        for left in (1..=most.map_or(1, |most| most - least)).rev() {
            let leave = left * length + back;
            steps.push(if lazy { Step::Split(leave, 1) } else { Step::Split(1, leave) });
            steps.extend(atom.iter().cloned());
        }
        if most.is_none() {
            steps.push(Step::Jump(-(length as isize)));
        }
        Ok(steps)
    }

    /// `{n,m}` or `{n}`
    fn bounds(&mut self) -> Result<(usize, Option<usize>), String> {
        let inside = self.enclosed('{', '}')?;
        let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
        match (least.parse(), most.parse()) {
            (Ok(least), Ok(most)) if least <= most && most <= MOST => Ok((least, Some(most))),
            (Ok(_), Ok(_)) => Err(self.error("the bounds of a repetition do not fit")),
            _ => Err(self.error("a number is missing")),
        }
    }

    fn atom(&mut self) -> Steps {
        let place = [('^', Step::Start), ('$', Step::End), ('¶', Step::ParagraphStart), ('.', Step::AnyToken)];
        let step = match self.rest.chars().next() {
            Some('(') => return self.group(),
            _ if self.eat('!') => {
                let mut steps = self.group()?;
                steps.insert(0, Step::Not(steps.len() + 2));
                steps.push(Step::Match);
                return Ok(steps);
            }
            Some('<') => Step::Token(self.terms()?),
            Some('\'') => Step::Token(Any::word(self.enclosed('\'', '\'')?)),
            Some('[') => match self.enclosed('[', ']')? {
                "name" => Step::Name,
                "quotation" => Step::Quotation,
                run => Step::Role(term::role(run).ok_or_else(|| self.error(&format!("there are no runs of `{run}`")))?),
            },
            _ if self.eat('@') => Step::Behind(!self.eat('!'), self.terms()?),
            _ => match place.into_iter().find(|(sign, _)| self.eat(*sign)) {
                Some((_, step)) => step,
                None => return self.word(),
            },
        };
        Ok(vec![step])
    }

    fn group(&mut self) -> Steps {
        if !self.eat('(') {
            return Err(self.error("`(` is missing"));
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("too many groups inside groups"));
        }
        let steps = self.alternatives()?;
        self.depth -= 1;
        if steps.len() > LONGEST {
            Err(self.error("the pattern is too long"))
        } else if self.eat(')') {
            Ok(steps)
        } else {
            Err(self.error("`)` is missing"))
        }
    }

    /// A word, or the name of a capture in front of its group.
    fn word(&mut self) -> Steps {
        let ends = |c: char| c.is_whitespace() || "()|?*+{}<>[]@!^$¶".contains(c);
        let (word, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        if word.is_empty() {
            return Err(self.error("a word, `<…>`, `[…]` or `(` is missing"));
        }
        self.rest = rest;
        let Some(name) = word.strip_suffix(':').filter(|name| !name.is_empty()) else {
            return Ok(vec![Step::Token(Any::word(word))]);
        };
        let number = self.captures.iter().position(|known| known == name).unwrap_or(self.captures.len());
        if number == self.captures.len() {
            self.captures.push(name.to_owned());
        }
        let mut steps = self.group()?;
        steps.insert(0, Step::Save(2 * number));
        steps.push(Step::Save(2 * number + 1));
        Ok(steps)
    }

    /// `<a !b | c>`
    fn terms(&mut self) -> Result<Any, String> {
        let inside = self.enclosed('<', '>')?;
        Any::parse(inside).ok_or_else(|| self.error("an alternative is empty"))
    }
}
