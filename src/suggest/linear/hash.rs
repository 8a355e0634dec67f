//! Features as numbers: a template and what it saw, mixed into 32 bits.
//!
//! No feature is ever a string. Two features of one number are told apart by nothing; with a few million features in use
//! a handful share a number, which costs less than keeping their names would.

/// A feature: a template with the values it saw.
pub type Feature = u32;

/// Odd, with the bits of the golden ratio: multiplying by it spreads neighbours apart.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes two values into one.
#[must_use]
pub const fn mix(a: u32, b: u32) -> u32 {
    let product = ((a as u64) << 32 | b as u64)
        .wrapping_add(SPREAD)
        .wrapping_mul(SPREAD);
    ((product ^ product >> 29).wrapping_mul(SPREAD) >> 32) as u32
}

/// Mixes three values into one.
#[must_use]
pub const fn mix3(a: u32, b: u32, c: u32) -> u32 {
    mix(mix(a, b), c)
}

/// A number for `text`, the same on every machine (FNV-1a with 64 bits, folded).
#[must_use]
pub fn of_text(text: &str) -> u32 {
    let hash = of_bytes(text.as_bytes());
    (hash ^ hash >> 32) as u32
}

/// A number for `bytes`, the same on every machine (FNV-1a with 64 bits).
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    })
}

/// A number for a set of 64 flags.
#[must_use]
pub const fn of_bits(bits: u64) -> u32 {
    mix(bits as u32, (bits >> 32) as u32)
}

/// How far apart, in steps that grow: 0, 1, 2, 3, 4–5, 6–8, 9–13, 14–22, 23–40, more.
#[must_use]
pub const fn bucket(distance: usize) -> u32 {
    match distance {
        0..=3 => distance as u32,
        4..=5 => 4,
        6..=8 => 5,
        9..=13 => 6,
        14..=22 => 7,
        23..=40 => 8,
        _ => 9,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn neighbours_are_spread_over_all_bits() {
        let mut seen = HashSet::new();
        let mut high = HashSet::new();
        for template in 0..64 {
            for value in 0..1000 {
                let feature = mix(template, value);
                seen.insert(feature);
                high.insert(feature >> 20);
            }
        }
        assert!(seen.len() > 63_990, "{} of 64,000 are told apart", seen.len());
        assert_eq!(high.len(), 4096);
        assert_ne!(mix(1, 2), mix(2, 1));
        assert_ne!(of_text("said"), of_text("says"));
    }

    #[test]
    fn buckets_grow() {
        let buckets: Vec<u32> = (0..100).map(bucket).collect();
        assert!(buckets.is_sorted());
        assert_eq!(buckets.last(), Some(&9));
    }
}
