//! The new words of an answer, without the letter it quotes. Only what is surely the quoted letter is
//! cut; who answers between the lines keeps all of them.

/// The new words; everything where nothing else would be left.
#[must_use]
pub fn without_quote(text: &str, ours: &[&str]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let end = lines
        .iter()
        .position(|line| divides(line))
        .into_iter()
        .chain((0..lines.len()).find(|&at| heads_a_letter(&lines[at..])))
        .chain((0..lines.len()).find(|&at| names_us(&lines, at, ours)))
        .chain(quoted_to_the_end(&lines))
        .min()
        .unwrap_or(lines.len());
    let kept = lines[..end].join("\n");
    let kept = kept.trim_end();
    if kept.trim().is_empty() {
        text.trim().to_owned()
    } else {
        kept.to_owned()
    }
}

/// A line that mail programs draw before the letter they quote.
fn divides(line: &str) -> bool {
    let words = line.trim();
    let inner = words.trim_matches('-').trim().to_lowercase();
    words.starts_with("-----")
        && words.ends_with("-----")
        && ["original message", "thư gốc", "tin nhắn gốc", "thư ban đầu"].contains(&inner.as_str())
}

/// The small head that Outlook writes above the letter it quotes: `From`, `Sent`, `To`, `Subject`.
fn heads_a_letter(lines: &[&str]) -> bool {
    const HEADS: [&[&str]; 4] = [
        &["from", "từ"],
        &["sent", "date", "đã gửi", "ngày", "gửi"],
        &["to", "đến", "tới"],
        &["subject", "chủ đề", "tiêu đề"],
    ];
    let mut rest = lines.iter().map(|line| line.trim().trim_start_matches('*'));
    HEADS.iter().enumerate().all(|(place, names)| {
        let line = match place {
            // A copy line may stand before the subject.
            3 => rest.by_ref().take(2).find(|line| labelled(line, names)),
            _ => rest.next(),
        };
        line.is_some_and(|line| labelled(line, names))
    })
}

fn labelled(line: &str, names: &[&str]) -> bool {
    line.split_once(':').is_some_and(|(label, _)| {
        let label = label.trim_matches(['*', ' ']).to_lowercase();
        names.contains(&label.as_str())
    })
}

/// `On Monday Support <support@desk.example> wrote:` names our own address, and nothing new follows.
fn names_us(lines: &[&str], at: usize, ours: &[&str]) -> bool {
    // Programs break this line where it is long; it is known by how it begins.
    let first = lines[at].trim_start().to_lowercase();
    let long = ["on ", "vào "].iter().any(|begin| first.starts_with(begin));
    let reach = lines.len().min(at + if long { 3 } else { 1 });
    let Some(end) = (at..reach).find(|&line| lines[line].trim_end().ends_with(':')) else {
        return false;
    };
    let said = lines[at..=end].join(" ").to_lowercase();
    let wrote = ["wrote:", "viết:"]
        .iter()
        .any(|word| said.trim_end().ends_with(word));
    let ours = ours
        .iter()
        .any(|address| !address.is_empty() && said.contains(address));
    wrote && ours && only_quoted(&lines[end + 1..])
}

/// Whether nothing new stands among these lines.
fn only_quoted(lines: &[&str]) -> bool {
    let marked = lines.iter().any(|line| line.starts_with('>'));
    // A program that does not mark what it quotes writes nothing below it either.
    !marked
        || lines
            .iter()
            .all(|line| line.trim().is_empty() || line.starts_with('>'))
}

/// Where the marked lines begin that go on to the end; with the line that introduces them.
fn quoted_to_the_end(lines: &[&str]) -> Option<usize> {
    let new = lines
        .iter()
        .rposition(|line| !line.trim().is_empty() && !line.starts_with('>'));
    let first = new.map_or(0, |at| at + 1);
    let marked = lines[first..].iter().any(|line| line.starts_with('>'));
    let introduces = |at: usize| {
        let line = lines[at].trim_end();
        line.ends_with(':') && line.contains('@') | line.contains("wrote") | line.contains("viết")
    };
    marked.then(|| match new {
        Some(at) if introduces(at) => at,
        _ => first,
    })
}
