//! How names are shown where space is short.

/// First letters of first and last name.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Linh Do", "LD")]
    #[case("Nguyễn Thị Ánh", "NÁ")]
    #[case("khoa", "K")]
    #[case("", "")]
    fn a_name_in_two_letters(#[case] name: &str, #[case] letters: &str) {
        assert_eq!(initials(name), letters);
    }
}
