//! A reader that turns UTF-16 into UTF-8 and drops a byte order mark; other bytes pass as they are.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

/// Bytes in UTF-8, or in an unknown encoding that contains ASCII.
pub struct Utf8<R> {
    inner: R,
    decoder: Option<Decoder>,
    ready: Vec<u8>,
    /// How much of `ready` has been handed on.
    given: usize,
    ended: bool,
}

/// Looks at the byte order mark of `inner`.
pub fn as_utf8<R: BufRead>(mut inner: R) -> BufReader<Utf8<R>> {
    let start = inner.fill_buf().unwrap_or_default();
    let mark = Encoding::for_bom(start);
    let decoder = match mark {
        Some((encoding, _)) if encoding != UTF_8 => Some(encoding.new_decoder_without_bom_handling()),
        _ => None,
    };
    inner.consume(mark.map_or(0, |(_, length)| length));
    let reader = Utf8 {
        inner,
        decoder,
        ready: Vec::new(),
        given: 0,
        ended: false,
    };
    BufReader::with_capacity(1 << 16, reader)
}

impl<R: BufRead> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else {
            return self.inner.read(buffer);
        };
        while self.given == self.ready.len() && !self.ended {
            let bytes = self.inner.fill_buf()?;
            let last = bytes.is_empty();
            let mut text = String::with_capacity(1 << 12);
            let (result, read, _) = decoder.decode_to_string(bytes, &mut text, last);
            self.inner.consume(read);
            self.ended = last && result == CoderResult::InputEmpty;
            self.ready = text.into_bytes();
            self.given = 0;
        }
        let waiting = self.ready.get(self.given..).unwrap_or_default();
        let length = waiting.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..length), waiting.get(..length)) {
            to.copy_from_slice(from);
        }
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_of_any_length() {
        let text = "x🛥é,\n".repeat(5000);
        let bytes: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(u16::to_be_bytes)
            .collect();
        let mut read = String::new();
        as_utf8(&bytes[..]).read_to_string(&mut read).unwrap();
        assert_eq!(read, text);
    }
}
