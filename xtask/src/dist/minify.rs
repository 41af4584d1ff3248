//! Making scripts small: parsed, checked and written anew, so that a mistake in them fails the build.

use anyhow::{Result, bail};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_minifier::{Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;

/// A module with short local names and without comments; the names of properties stay.
pub(crate) fn module(origin: &str, source: &str) -> Result<Vec<u8>> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    if let Some(fault) = parsed.diagnostics.first() {
        bail!("{origin}: {fault}");
    }
    let mut program = parsed.program;
    let checked = SemanticBuilder::new()
        .with_check_syntax_error(true)
        .build(&program);
    if let Some(fault) = checked.diagnostics.first() {
        bail!("{origin}: {fault}");
    }
    let minified = Minifier::new(MinifierOptions::default()).minify(&allocator, &mut program);
    let options = CodegenOptions {
        comments: CommentOptions::disabled(),
        ..CodegenOptions::minify()
    };
    let written = Codegen::new()
        .with_options(options)
        .with_scoping(minified.scoping)
        .build(&program);
    Ok(written.code.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_long_names_go_and_behaviour_stays() {
        let source = "// why\nfunction helper(argument) { return argument.longName + 1; }\nexport const open = (x) => helper(x);\n";
        let small = String::from_utf8(module("x.js", source).unwrap()).unwrap();
        assert!(
            !small.contains("why") && !small.contains("argument"),
            "{small}"
        );
        assert!(
            small.contains("longName") && small.contains("open"),
            "{small}"
        );
    }

    #[test]
    fn a_mistake_is_told_with_the_files_name() {
        assert!(
            module("x.js", "const = 1")
                .unwrap_err()
                .to_string()
                .starts_with("x.js: ")
        );
        assert!(
            module("x.js", "let a = 1; let a = 2;")
                .unwrap_err()
                .to_string()
                .starts_with("x.js: ")
        );
    }
}
