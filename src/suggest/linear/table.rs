//! The weights of a trained model: one row of 8-bit numbers per feature, found by the feature's number.
//!
//! Rows lie in buckets of four, less than a cache line each, so that a look-up touches memory once. A bucket begins with two
//! bytes of each of its features' numbers that its place does not tell; they turn away all but four in 65,000 of the
//! features that were never learned, and are compared at once.

use super::hash::Feature;

/// Rows per bucket.
const WAYS: usize = 4;

/// Bytes at the start of a bucket: two per row.
const CHECKS: usize = 2 * WAYS;

/// Of a hundred rows this many are in use: fuller, more of the small weights find no room.
const FULL_PERCENT: usize = 85;

/// Weights by feature and label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    labels: usize,
    buckets: u32,
    /// Weight of one unit.
    unit: f32,
    /// Buckets one after the other; each has the check numbers of its rows, then its rows, one signed byte per label and
    /// zeros up to the row's width.
    rows: Vec<u8>,
}

/// The weights of one feature, before they are packed.
pub type Row = (Feature, Vec<f32>);

/// What a stored weight of `code` units stands for: the square, with its sign, so that small weights keep their detail.
fn expand(code: u8) -> i32 {
    let signed = i32::from(code.cast_signed());
    signed * signed.abs()
}

/// Bytes of a row for so many labels: one of a few widths, for which [`Table::add_rows`] is compiled.
const fn width(labels: usize) -> usize {
    match labels {
        0..=2 => 2,
        3 => 3,
        4..=5 => 5,
        6..=7 => 7,
        8..=15 => 15,
        _ => 31,
    }
}

/// Bytes of a bucket.
const fn bucket_bytes(labels: usize) -> usize {
    CHECKS + WAYS * width(labels)
}

fn pack(weight: f32, unit: f32) -> u8 {
    let root = (weight.abs() / unit).sqrt().round().min(127.0);
    ((root as i8) * if weight < 0.0 { -1 } else { 1 }).cast_unsigned()
}

/// Never 0, which marks a free row.
const fn check_number(feature: Feature) -> u16 {
    let number = feature as u16;
    if number == 0 { 1 } else { number }
}

/// The bucket of a feature, by its high bits.
const fn bucket_of(feature: Feature, buckets: u32) -> usize {
    ((feature as u64 * buckets as u64) >> 32) as usize
}

impl Table {
    /// Packs `rows`, each with `labels` weights. Where a bucket is full, the rows with the smallest weights are left out.
    #[must_use]
    pub fn new(labels: usize, rows: &[Row]) -> Self {
        let size = |row: &Row| row.1.iter().fold(0.0_f32, |most, w| most.max(w.abs()));
        let most = rows.iter().map(size).fold(0.0_f32, f32::max);
        let unit = (most / (127.0 * 127.0)).max(f32::MIN_POSITIVE);
        let mut kept: Vec<(f32, &Row)> = rows.iter().map(|row| (size(row), row)).collect();
        kept.retain(|(size, row)| row.1.iter().any(|w| pack(*w, unit) != 0) && *size > 0.0);
        kept.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.0.cmp(&b.1.0)));
        let buckets = (kept.len() * 100).div_ceil(WAYS * FULL_PERCENT).max(1);
        let bytes = bucket_bytes(labels);
        let mut table = Self {
            labels,
            buckets: buckets as u32,
            unit,
            rows: vec![0; buckets * bytes],
        };
        for (_, (feature, weights)) in kept {
            let start = bucket_of(*feature, table.buckets) * bytes;
            let bucket = table.rows.get_mut(start..start + bytes).unwrap_or_default();
            let Some((checks, rows)) = bucket.split_at_mut_checked(CHECKS) else {
                continue;
            };
            let number = check_number(*feature).to_le_bytes();
            for (check, row) in checks
                .as_chunks_mut::<2>()
                .0
                .iter_mut()
                .zip(rows.chunks_exact_mut(width(labels)))
            {
                if *check == number {
                    break;
                }
                if *check == [0, 0] {
                    *check = number;
                    for (code, weight) in row.iter_mut().zip(weights) {
                        *code = pack(*weight, unit);
                    }
                    break;
                }
            }
        }
        table
    }

    /// Number of labels.
    #[must_use]
    pub const fn labels(&self) -> usize {
        self.labels
    }

    /// Adds the weights of all `features` to `scores`, one per label; nothing for those that were not learned.
    pub fn add(&self, features: &[Feature], scores: &mut [f32]) {
        match width(self.labels) {
            2 => self.add_rows::<2, { bucket_bytes(2) }>(features, scores),
            3 => self.add_rows::<3, { bucket_bytes(3) }>(features, scores),
            5 => self.add_rows::<5, { bucket_bytes(5) }>(features, scores),
            7 => self.add_rows::<7, { bucket_bytes(7) }>(features, scores),
            15 => self.add_rows::<15, { bucket_bytes(15) }>(features, scores),
            _ => self.add_rows::<31, { bucket_bytes(31) }>(features, scores),
        }
    }

    /// The widths are constants, so that the compiler lays the sums out in registers.
    fn add_rows<const WIDTH: usize, const BYTES: usize>(&self, features: &[Feature], scores: &mut [f32]) {
        const ONES: u64 = 0x0001_0001_0001_0001;
        const HIGHS: u64 = 0x8000_8000_8000_8000;
        let mut sums = [0_i32; WIDTH];
        let (buckets, _) = self.rows.as_chunks::<BYTES>();
        for feature in features {
            let bucket = buckets.get(bucket_of(*feature, self.buckets));
            let Some((checks, rows)) = bucket.and_then(|bucket| bucket.split_first_chunk::<CHECKS>()) else {
                continue;
            };
            // The lowest high bit that is set belongs to the first number that is equal.
            let unlike = u64::from_le_bytes(*checks) ^ (u64::from(check_number(*feature)) * ONES);
            let equal = unlike.wrapping_sub(ONES) & !unlike & HIGHS;
            if equal != 0
                && let Some(row) = rows
                    .as_chunks::<WIDTH>()
                    .0
                    .get(equal.trailing_zeros() as usize / 16)
            {
                for (sum, code) in sums.iter_mut().zip(row) {
                    *sum += expand(*code);
                }
            }
        }
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score += sum as f32 * self.unit;
        }
    }

    /// The table as bytes: labels, number of buckets, unit, buckets.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(self.labels as u8);
        out.extend(self.buckets.to_le_bytes());
        out.extend(self.unit.to_le_bytes());
        out.extend(&self.rows);
    }

    /// Reads what [`Table::write`] wrote and takes it off `bytes`; `None` if it is cut short or is no table.
    #[must_use]
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_first_chunk::<9>()?;
        let [labels, b0, b1, b2, b3, unit @ ..] = *head;
        let labels = usize::from(labels);
        let buckets = u32::from_le_bytes([b0, b1, b2, b3]);
        let unit = f32::from_le_bytes(unit);
        if buckets == 0 || !(1..=31).contains(&labels) || !unit.is_finite() {
            return None;
        }
        let (rows, rest) = rest.split_at_checked(bucket_bytes(labels).checked_mul(buckets as usize)?)?;
        *bytes = rest;
        Some(Self {
            labels,
            buckets,
            unit,
            rows: rows.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::hash::mix;
    use super::*;

    fn table() -> (Table, Vec<Row>) {
        let rows: Vec<Row> = (0..5000)
            .map(|n| (mix(7, n), vec![n as f32 / 1000.0, -1.5, 0.0]))
            .collect();
        (Table::new(3, &rows), rows)
    }

    #[test]
    fn weights_come_back_nearly() {
        let (table, rows) = table();
        let mut lost = 0;
        for (feature, weights) in &rows {
            let mut scores = [0.0; 3];
            table.add(&[*feature], &mut scores);
            let near = scores.iter().zip(weights).all(|(a, b)| (a - b).abs() < 0.05);
            lost += usize::from(!near);
        }
        // Tables are packed nearly full; what finds no room has the smallest weights of its bucket.
        assert!(lost < 1_000, "{lost} of 5,000 lost");
    }

    #[test]
    fn what_was_not_learned_counts_nothing() {
        let (table, _) = table();
        let wrong = (0..10_000)
            .filter(|n| {
                let mut scores = [0.0; 3];
                table.add(&[mix(8, *n)], &mut scores);
                scores.iter().any(|score| score.abs() > 0.0)
            })
            .count();
        assert!(wrong < 10, "{wrong} of 10,000");
        Table::default().add(&[1], &mut [0.0]);
    }

    #[test]
    fn bytes_come_back_or_are_refused() {
        let (table, _) = table();
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        assert_eq!(Table::read(&mut bytes.as_slice()), Some(table));
        assert_eq!(Table::read(&mut &bytes[..bytes.len() - 1]), None);
        assert_eq!(Table::read(&mut [0_u8; 9].as_slice()), None);
    }
}
