//! What mentions stand for.

use crate::annotations::{MentionForm, SpeakerKind};
use crate::lexicon::{lexicon, Gender};
use crate::text::Span;

/// A noun phrase that says what somebody is: `former Treasury adviser`.
#[derive(Clone, Debug)]
pub(super) struct Role {
    /// Its head, singular, lower case.
    pub head: String,
    /// All its words, lower case.
    pub words: Vec<String>,
}

/// Somebody or something that mentions stand for. Becomes a speaker when an attribution rests on it.
#[derive(Clone, Debug)]
pub(super) struct Referent {
    pub kind: SpeakerKind,
    /// As it will be shown.
    pub name: String,
    /// Words of the fullest name, folded, lower case, without titles and suffix; empty for the unnamed.
    pub words: Vec<String>,
    /// `jr.` or the like.
    pub suffix: Option<String>,
    /// Evidence for `he` and for `she`.
    pub male: f32,
    pub female: f32,
    /// Whether `they` stands for it.
    pub plural: bool,
    pub roles: Vec<Role>,
    pub description: Option<String>,
    /// Token of the `his` or `their` with which the description begins: whose is told later.
    pub whose: Option<usize>,
    pub anonymity: Option<Span>,
    /// Mentions that will be shown.
    pub mentions: Vec<(Span, MentionForm)>,
    /// Number of attributions so far.
    pub spoken: u32,
    /// Mentions in the narrative, of any form.
    pub seen: u32,
    /// Token of the first and of the last mention.
    pub first: usize,
    pub last: usize,
    /// Made by a headline: a later description of the same head is the same.
    pub headline: bool,
    /// Whether it is several organisations together.
    pub organisations: bool,
    /// Age in years, as written.
    pub age: Option<String>,
    /// Somebody's relative, never heard by that name: `his late father, Jo Hart`.
    pub kin: bool,
}

impl Referent {
    pub fn new(kind: SpeakerKind, name: String, first: usize) -> Self {
        Self {
            kind,
            name,
            words: Vec::new(),
            suffix: None,
            male: 0.0,
            female: 0.0,
            plural: false,
            roles: Vec::new(),
            description: None,
            whose: None,
            anonymity: None,
            mentions: Vec::new(),
            spoken: 0,
            seen: 0,
            first,
            last: first,
            headline: false,
            organisations: false,
            age: None,
            kin: false,
        }
    }

    /// Whether it is one person, named or not.
    pub fn is_person(&self) -> bool {
        matches!(self.kind, SpeakerKind::Person | SpeakerKind::Unnamed) && !self.plural
    }

    pub fn add_gender(&mut self, gender: Option<Gender>, weight: f32) {
        match gender {
            Some(Gender::Male) => self.male += weight,
            Some(Gender::Female) => self.female += weight,
            None => {}
        }
    }

    /// How well a pronoun of this gender fits: from -1 (hardly) over 0 (unknown) to 1 (surely).
    pub fn fits(&self, gender: Gender) -> f32 {
        let (yes, no) = match gender {
            Gender::Male => (self.male, self.female),
            Gender::Female => (self.female, self.male),
        };
        if yes + no == 0.0 {
            0.0
        } else {
            (yes - no) / (yes + no + 1.0)
        }
    }

    /// Adds a role unless it is known.
    pub fn add_role(&mut self, head: &str, words: Vec<String>) {
        let head = lexicon().singular(head);
        if self.roles.len() < 12 && !self.roles.iter().any(|r| r.head == head && r.words == words) {
            self.add_gender(lexicon().noun(&head).and_then(|n| n.gender), 3.0);
            self.roles.push(Role { head, words });
        }
    }

    pub fn surname(&self) -> Option<&str> {
        self.words.last().map(String::as_str)
    }
}

/// Index into the referents.
pub(super) type ReferentId = usize;
