//! What a source names: its paths, read token by token. Comments, strings and characters are no tokens of a path.

use proc_macro2::{TokenStream, TokenTree};

/// A path that a source names, `crate::hash::Tick` in pieces.
pub struct Named {
    pub pieces: Vec<String>,
    /// Whether a `use` brings it into scope.
    pub used: bool,
    /// Whether that `use` hands it on to others.
    pub handed_on: bool,
}

/// Every path that the source names, groups in braces unfolded.
pub fn named(source: &str) -> Vec<Named> {
    named_in(source.parse().unwrap())
}

/// The same, without what only the tests within the file name.
pub fn named_outside_tests(source: &str) -> Vec<Named> {
    named_in(outside_tests(source))
}

/// The tokens of a source in a row, without those of the tests within it.
pub fn tokens_outside_tests(source: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    flatten(outside_tests(source), &mut tokens);
    tokens
}

fn outside_tests(source: &str) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in source.parse::<TokenStream>().unwrap() {
        let is =
            |at: usize, name: &str| kept.len().checked_sub(at).is_some_and(|at| kept[at].to_string() == name);
        if is(2, "mod") && is(1, "tests") && matches!(token, TokenTree::Group(_)) {
            kept.truncate(kept.len() - 2);
        } else {
            kept.push(token);
        }
    }
    kept.into_iter().collect()
}

fn named_in(source: TokenStream) -> Vec<Named> {
    let mut tokens = Vec::new();
    flatten(source, &mut tokens);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let used = at > 0 && tokens[at - 1] == "use";
        let handed_on = used && at > 1 && (tokens[at - 2] == "pub" || tokens[at - 2] == "}");
        if used || is_name(&tokens[at]) && tokens.get(at + 1).is_some_and(|next| next == "::") {
            let mut leaves = Vec::new();
            at = unfold(&tokens, at, &[], &mut leaves);
            found.extend(leaves.into_iter().map(|pieces| Named { pieces, used, handed_on }));
        } else {
            at += 1;
        }
    }
    found
}

/// The tokens in a row, `::` as one; where it leads a path, it is left out.
fn flatten(stream: TokenStream, tokens: &mut Vec<String>) {
    for token in stream {
        match token {
            TokenTree::Group(group) => {
                tokens.push("{".into());
                flatten(group.stream(), tokens);
                tokens.push("}".into());
            }
            TokenTree::Punct(mark)
                if mark.as_char() == ':' && tokens.last().is_some_and(|last| last == ":") =>
            {
                tokens.pop();
                let follows_a_path = |last: &String| last == ">" || is_name(last) && last != "use";
                if tokens.last().is_some_and(follows_a_path) {
                    tokens.push("::".into());
                }
            }
            TokenTree::Literal(_) => tokens.push("0".into()),
            TokenTree::Ident(name) => tokens.push(name.to_string()),
            TokenTree::Punct(mark) => tokens.push(mark.to_string()),
        }
    }
}

/// Follows the path at `at` to its leaves; returns where it ends.
fn unfold(tokens: &[String], mut at: usize, before: &[String], leaves: &mut Vec<Vec<String>>) -> usize {
    let mut pieces = before.to_vec();
    let start = at;
    while let Some(token) = tokens.get(at) {
        if token == "{" {
            at += 1;
            while tokens[at] != "}" {
                at = if tokens[at] == "," { at + 1 } else { unfold(tokens, at, &pieces, leaves) };
            }
            return at + 1;
        }
        if !is_name(token) && token != "*" {
            break;
        }
        pieces.push(token.clone());
        at += 1;
        if tokens.get(at).is_none_or(|next| next != "::") {
            break;
        }
        at += 1;
    }
    if !pieces.is_empty() {
        leaves.push(pieces);
    }
    let renamed = tokens.get(at).is_some_and(|token| token == "as");
    if renamed { at + 2 } else { at.max(start + 1) }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}
