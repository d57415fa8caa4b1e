//! Reads the project's own training pieces, `xtask/training/pieces/*.txt`.
//!
//! A piece begins with `# kind — title`. In its text `[S …]` marks a source, `[C …]` the cue of a statement, `[A …]` that of an
//! attitude, `[O …]` that of what a careful reader could take either way, `[Q …]` a content; they may lie in one another.
//! `[S she|Helen Marsh]` says who the source is where its words are not the full name, `[Q “…”|Helen Marsh]` whose words
//! without a source they are; `?` is somebody whom the text does not name.

use std::path::Path;
use whosaid::tagging::{Role, Tag, Tagged, TAGS};
use whosaid::text::{Span, Text};

/// A marked stretch.
pub struct Mark {
    pub role: Role,
    pub span: Span,
    /// Who speaks; empty where the mark does not say so.
    pub speaker: String,
}

/// A text with its marks.
pub struct Piece {
    pub text: String,
    pub marks: Vec<Mark>,
}

/// The pieces of a file.
pub fn load(path: &Path) -> Result<Vec<Piece>, String> {
    let source = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    read(&source).map_err(|e| format!("{}: {e}", path.display()))
}

fn read(source: &str) -> Result<Vec<Piece>, String> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (number, line) in source.lines().enumerate() {
        if line.starts_with('#') {
            pieces.push(Piece { text: String::new(), marks: Vec::new() });
        } else {
            let piece = pieces.last_mut().ok_or("a piece begins with `#`")?;
            paragraph(line, piece).map_err(|e| format!("line {}: {e}", number + 1))?;
            piece.text.push('\n');
        }
    }
    Ok(pieces)
}

/// Adds a line without its marks to a piece.
fn paragraph(line: &str, piece: &mut Piece) -> Result<(), String> {
    let mut open: Vec<(Role, usize)> = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let role = rest.strip_prefix('[').and_then(|r| match r.get(..2)? {
            "S " => Some(Role::Source),
            "C " | "A " | "O " => Some(Role::Cue),
            "Q " => Some(Role::Content),
            _ => None,
        });
        if let Some(role) = role {
            open.push((role, piece.text.len()));
            rest = &rest[3..];
        } else if let Some((role, start)) = open.pop_if(|_| matches!(c, ']' | '|')) {
            let inside = rest[1..].split(']').next().unwrap_or_default();
            let speaker = if c == '|' { inside } else { "" };
            rest = rest[1..].strip_prefix(speaker).unwrap_or_default();
            if c == '|' {
                rest = rest.strip_prefix(']').ok_or("a mark is not closed")?;
            }
            let span = Span::new(start as u32, piece.text.len() as u32);
            piece.marks.push(Mark { role, span, speaker: speaker.to_owned() });
        } else {
            piece.text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    if open.is_empty() {
        Ok(())
    } else {
        Err("a mark is not closed".to_owned())
    }
}

impl Piece {
    /// What a tagger that errs nowhere would say.
    pub fn tagged(&self, text: &Text<'_>) -> Tagged {
        let mut tags = vec![Tag::Outside; text.tokens.len()];
        let mut marks: Vec<&Mark> = self.marks.iter().collect();
        // What lies inside is written later; a source or a cue wins over a content.
        marks.sort_by_key(|m| (m.role != Role::Content, std::cmp::Reverse(m.span.len())));
        for mark in marks {
            let (begin, inside) = match mark.role {
                Role::Source => (Tag::SourceBegin, Tag::SourceInside),
                Role::Cue => (Tag::CueBegin, Tag::CueInside),
                Role::Content => (Tag::ContentBegin, Tag::ContentInside),
            };
            for (i, token) in text.tokens_in(mark.span).enumerate() {
                tags[token] = if i == 0 { begin } else { inside };
            }
        }
        let posterior = |tag: &Tag| {
            let mut of = [0.005; TAGS];
            of[Tag::ALL.iter().position(|t| t == tag).unwrap_or(0)] = 0.97;
            of
        };
        let posteriors = tags.iter().map(posterior).collect();
        Tagged { tags, posteriors, modes: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_may_lie_in_one_another() {
        let pieces =
            read("# a — b\n[S She|Ann Lee] [C said] [Q that [S he|?] [A hoped] so]. [1]\n# c — d\nNo.").unwrap();
        assert_eq!(pieces[0].text, "She said that he hoped so. [1]\n");
        assert_eq!(pieces[1].text, "No.\n");
        let marks =
            pieces[0].marks.iter().map(|m| (&pieces[0].text[m.span.start as usize..m.span.end as usize], &*m.speaker));
        let expected = [("She", "Ann Lee"), ("said", ""), ("he", "?"), ("hoped", ""), ("that he hoped so", "")];
        assert!(marks.eq(expected));
        for wrong in ["# a\n[S She", "[S She]", "# a\n[S She|Ann"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn all_pieces_are_read() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("training/pieces");
        let mut count = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            count += load(&file.unwrap().path()).unwrap().len();
        }
        assert!(count > 400, "{count}");
    }
}
