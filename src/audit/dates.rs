//! The month of a date, however an archive writes it.

/// First letters of the months, as RFC 5322 has them.
const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";

/// `2024-03` for a date that begins so (`2024-03-05T10:00Z`, `2024/3/5`, `20240305`) or that has the month in letters and a
/// year of four digits (`Tue, 5 Mar 2024`, `March 5, 2024`). `None` for any other: `03/05/2024` is March in one country and
/// May in another.
#[must_use]
pub fn month(date: &str) -> Option<String> {
    let parts: Vec<&str> = date.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
    let year = |part: &&&str| part.len() == 4 && number(part).is_some_and(|year| (1000..3000).contains(&year));
    let write = |year: &str, month: u32| (1..=12).contains(&month).then(|| format!("{year}-{month:02}"));
    let first = parts.first()?;
    if first.len() == 8 && number(first).is_some() {
        return first.get(..4).filter(|y| year(&y)).and_then(|y| write(y, number(&first[4..6])?));
    }
    if year(&first) {
        // `05T10` ends where its digits do.
        let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
        let second = parts.get(1)?;
        if let Some(month) = second.get(..digits(second)).filter(|d| (1..=2).contains(&d.len())).and_then(number) {
            return write(first, month);
        }
    }
    let named = parts.iter().find_map(|part| {
        let letters = part.get(..3).filter(|_| part.bytes().all(|b| b.is_ascii_alphabetic()))?.to_ascii_lowercase();
        let at = MONTHS.find(&letters).filter(|at| at % 3 == 0)?;
        Some(at as u32 / 3 + 1)
    })?;
    parts.iter().find(year).and_then(|y| write(y, named))
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn months_are_read_where_they_are_clear() {
        for date in ["2024-03-05", "2024-3", "2024/03/05 10:00", "20240305", "2024-03-05T10:00:00Z"] {
            assert_eq!(month(date).as_deref(), Some("2024-03"), "{date}");
        }
        for date in ["Tue, 5 Mar 2024 10:00:00 +0000", "March 5, 2024", "5 march 2024"] {
            assert_eq!(month(date).as_deref(), Some("2024-03"), "{date}");
        }
        for date in ["", "03/05/2024", "2024", "2024-13-01", "20241301", "spring 2024", "Marathon", "é", "5 März 2024"]
        {
            assert_eq!(month(date), None, "{date}");
        }
    }
}
