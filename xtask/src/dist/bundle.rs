//! One module from several: a loader may be written as small files and is still one request.
//!
//! The files keep one scope between them, so the rules are narrow and any other form fails the build: a
//! relative import takes names as they are (`import { a, b } from "./x.js"`), an export stands before a declaration.

use std::path::{Component, Path};

use anyhow::{Context, Result, bail};
use oxc_allocator::Allocator;
use oxc_ast::ast::{ImportDeclarationSpecifier, Statement};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType};

use crate::place;

/// The module with all it imports from beside it written before it, each file once.
pub(crate) fn module(path: &str) -> Result<String> {
    let mut bundle = Bundle::default();
    bundle.add(path)?;
    Ok(bundle.text)
}

#[derive(Default)]
struct Bundle {
    seen: Vec<String>,
    text: String,
}

impl Bundle {
    fn add(&mut self, path: &str) -> Result<()> {
        if self.seen.iter().any(|seen| seen == path) {
            return Ok(());
        }
        self.seen.push(path.to_owned());
        // Only the entry may carry exports to the outside; it is the first file seen.
        let entry = self.seen.len() == 1;
        let source = place::read(path)?;
        let piece = piece(path, &source, entry)?;
        for import in piece.imports {
            self.add(&import)
                .with_context(|| format!("{path} imports {import}"))?;
        }
        self.text.push_str(&piece.text);
        self.text.push('\n');
        Ok(())
    }
}

/// A file without its imports and exports, and the files it needs before it.
struct Piece {
    imports: Vec<String>,
    text: String,
}

fn piece(path: &str, source: &str, entry: bool) -> Result<Piece> {
    let allocator = Allocator::default();
    // Stamps such as %{loader-text} are no JavaScript yet; a text stands in for it while reading.
    let readable = source.replace("%{loader-text}", "\"loader-text\"");
    let source = readable.as_str();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    if let Some(fault) = parsed.diagnostics.first() {
        bail!("{path}: {fault}");
    }
    let mut imports = Vec::new();
    let mut text = String::new();
    let mut kept = 0;
    for statement in &parsed.program.body {
        let span = statement.span();
        match statement {
            Statement::ImportDeclaration(import) if import.source.value.starts_with('.') => {
                for specifier in import.specifiers.iter().flatten() {
                    let ImportDeclarationSpecifier::ImportSpecifier(named) = specifier else {
                        bail!(
                            "{path}: import from {} by names in braces",
                            import.source.value
                        );
                    };
                    if named.imported.name() != named.local.name {
                        bail!(
                            "{path}: import {} under its own name",
                            named.imported.name()
                        );
                    }
                }
                imports.push(beside(path, import.source.value.as_str())?);
                text.push_str(&source[kept..span.start as usize]);
                kept = span.end as usize;
            }
            Statement::ExportDeclaration(export) if !entry => {
                text.push_str(&source[kept..span.start as usize]);
                kept = export.declaration.span().start as usize;
            }
            Statement::ExportDefaultDeclaration(_)
            | Statement::ExportAllDeclaration(_)
            | Statement::ExportNamedDeclaration(_)
            | Statement::ExportFromDeclaration(_)
                if !entry =>
            {
                bail!("{path}: export by name, before a declaration");
            }
            _ => {}
        }
    }
    text.push_str(&source[kept..]);
    Ok(Piece {
        imports,
        text: text.replace("\"loader-text\"", "%{loader-text}"),
    })
}

/// A relative import as a path from the repository's top.
fn beside(path: &str, import: &str) -> Result<String> {
    let mut parts = Vec::new();
    for part in Path::new(path)
        .parent()
        .unwrap_or(Path::new(""))
        .join(import)
        .components()
    {
        match part {
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::CurDir => {}
            Component::ParentDir if parts.pop().is_some() => {}
            _ => bail!("{path}: {import} leads out of the repository"),
        }
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_taken_out_and_exports_opened() {
        let source = "import { a } from \"./a.js\";\nimport x from \"/assets/x.js\";\nexport function b() { return a + x; }\n";
        let inner = piece("src/loader/b.js", source, false).unwrap();
        assert_eq!(inner.imports, ["src/loader/a.js"]);
        assert_eq!(
            inner.text,
            "\nimport x from \"/assets/x.js\";\nfunction b() { return a + x; }\n"
        );
        let outer = piece("src/loader/b.js", source, true).unwrap();
        assert!(outer.text.contains("export function b"));
    }

    #[test]
    fn stamps_survive() {
        let outer = piece("x.js", "const text = %{loader-text};\n", true).unwrap();
        assert_eq!(outer.text, "const text = %{loader-text};\n");
    }

    #[test]
    fn other_forms_are_refused() {
        for source in [
            "import a from './a.js'",
            "import { a as b } from './a.js'",
            "export default 1",
            "const a = 1; export { a }",
        ] {
            assert!(piece("src/x.js", source, false).is_err(), "{source}");
        }
        assert!(beside("src/x.js", "../../x.js").is_err());
    }
}
