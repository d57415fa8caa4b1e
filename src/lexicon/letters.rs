//! Letters without their diacritics, and words made of them.

/// Base letters of U+00C0 to U+024F; `?` where there is none.
const LATIN: &[u8; 400] =
    b"aaaaaaaceeeeiiiidnooooo?ouuuuytsaaaaaaaceeeeiiiidnooooo?ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggg\
     gggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnn?nnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
     ???????????????a????????????????oo?????????????uu???????????????????dddlllnnnaaiioouuuuuuuuuu?aa\
     aa????ggkkoooo??jdddgg??nnaa????aaaaeeeeiiiioooorrrruuuusstt??hh??????aaeeooooooooyy????????????\
     ????????????????";

/// Base letters of U+1E00 to U+1EFF; `?` where there is none.
const LATIN_ADDITIONAL: &[u8; 256] =
    b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr\
     ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
     eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";

/// The small letter from `a` to `z` that a Latin letter is, or is made from by marks; `None` for plain letters and for all
/// other characters.
pub(crate) fn base_letter(c: char) -> Option<char> {
    let base = match c as u32 {
        code @ 0xC0..=0x24F => LATIN[(code - 0xC0) as usize],
        code @ 0x1E00..=0x1EFF => LATIN_ADDITIONAL[(code - 0x1E00) as usize],
        _ => b'?',
    };
    (base != b'?').then(|| char::from(base))
}

/// `SMITH` → `Smith`.
pub(crate) fn title_case(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

/// Without the diacritics of Latin letters, `æ` and `ß` as two letters, apostrophes straight; other characters stay, and
/// capitals stay capitals.
pub(crate) fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            _ if c.is_ascii() => out.push(c),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("Ae"),
            'ß' => out.push_str("ss"),
            '’' | 'ʼ' => out.push('\''),
            '\u{300}'..='\u{36F}' => {}
            _ => match base_letter(c) {
                Some(base) if c.is_uppercase() => out.push(base.to_ascii_uppercase()),
                Some(base) => out.push(base),
                None => out.push(c),
            },
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_their_marks() {
        for (word, plain) in [
            ("José", "Jose"),
            ("ŁÓDŹ", "LODZ"),
            ("Straße", "Strasse"),
            ("Næss", "Naess"),
            ("İnce’s", "Ince's"),
            ("Ķegums", "Kegums"),
            ("Nguyễn", "Nguyen"),
            ("Zoe\u{308}", "Zoe"),
            ("Київ", "Київ"),
        ] {
            assert_eq!(fold(word), plain);
        }
        assert_eq!(base_letter('e'), None);
        assert_eq!(title_case("ÉMILE"), "Émile");
    }
}
