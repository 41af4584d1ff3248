//! Leaving out of a WASM file what only developers read: the names of functions, the names of tools.

use anyhow::{Context, Result, bail};

/// Custom sections that change nothing for the browser.
const IDLE: [&[u8]; 2] = [b"name", b"producers"];
/// The magic number and the version.
const HEAD: usize = 8;

/// The module without its idle sections.
pub(crate) fn lean(wasm: &[u8]) -> Result<Vec<u8>> {
    if !wasm.starts_with(b"\0asm") || wasm.len() < HEAD {
        bail!("this is no WASM");
    }
    let (head, mut rest) = wasm.split_at(HEAD);
    let mut out = head.to_vec();
    while let Some((&kind, after)) = rest.split_first() {
        let (size, from) = number(after)?;
        let (body, next) = from
            .split_at_checked(size)
            .context("a WASM section is cut off")?;
        if kind != 0 || !idle(body)? {
            out.extend_from_slice(&rest[..rest.len() - next.len()]);
        }
        rest = next;
    }
    Ok(out)
}

fn idle(body: &[u8]) -> Result<bool> {
    let (length, name) = number(body)?;
    Ok(name.get(..length).is_some_and(|name| IDLE.contains(&name)))
}

/// A number as WASM writes it: seven bits a byte, the lowest first.
fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Ok((value, &bytes[index + 1..]));
        }
    }
    bail!("a WASM number is cut off")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(sections: &[&[u8]]) -> Vec<u8> {
        [b"\0asm\x01\0\0\0", sections.concat().as_slice()].concat()
    }

    #[test]
    fn idle_sections_go_and_others_stay() {
        let (types, name, other) = (
            b"\x01\x01\x00".as_slice(),
            b"\0\x07\x04name\0\0".as_slice(),
            b"\0\x03\x02ab".as_slice(),
        );
        assert_eq!(
            lean(&module(&[types, name, other])).unwrap(),
            module(&[types, other])
        );
        assert!(lean(b"<html>").is_err());
        assert!(lean(&module(&[b"\x01\x05\x00"])).is_err());
    }
}
