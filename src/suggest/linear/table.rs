//! The weights of a trained model: one row of 8-bit numbers per feature, found by the feature's number.
//!
//! Rows lie in buckets of four that fill half a cache line or a whole one, so that a look-up touches memory once. A row
//! begins with a byte of the feature's number that the bucket does not tell, which turns away almost every feature that
//! was never learned; what remains is noise of at most four in 255.

use super::hash::Feature;

/// Rows per bucket.
const WAYS: usize = 4;

/// Weights by feature and label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    labels: usize,
    /// Number of buckets less one; the number of buckets is a power of two.
    mask: u32,
    /// Weight of one unit.
    unit: f32,
    /// Buckets one after the other; each row is the check byte, one signed byte per label, and zeros up to the row's
    /// width, which is a power of two.
    rows: Vec<u8>,
}

/// The weights of one feature, before they are packed.
pub type Row = (Feature, Vec<f32>);

/// What a stored weight of `code` units stands for: the square, with its sign, so that small weights keep their detail.
fn expand(code: u8) -> i32 {
    let signed = i32::from(code.cast_signed());
    signed * signed.abs()
}

/// Bytes of a row for so many labels.
const fn width(labels: usize) -> usize {
    (labels + 1).next_power_of_two()
}

fn pack(weight: f32, unit: f32) -> u8 {
    let root = (weight.abs() / unit).sqrt().round().min(127.0);
    ((root as i8) * if weight < 0.0 { -1 } else { 1 }).cast_unsigned()
}

/// Never 0, which marks a free row.
const fn check_byte(feature: Feature) -> u8 {
    let byte = (feature >> 24) as u8;
    if byte == 0 { 1 } else { byte }
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
        // Half full at most: fuller, one row in twenty finds no room.
        let buckets = (kept.len() * 2).div_ceil(WAYS).next_power_of_two();
        let width = width(labels);
        let mut table = Self {
            labels,
            mask: (buckets - 1) as u32,
            unit,
            rows: vec![0; buckets * WAYS * width],
        };
        for (_, (feature, weights)) in kept {
            let bucket = table.bucket(*feature);
            let Some(bytes) = table.rows.get_mut(bucket) else {
                continue;
            };
            let check = check_byte(*feature);
            for row in bytes.chunks_exact_mut(width) {
                let Some((head, codes)) = row.split_first_mut() else {
                    continue;
                };
                if *head == check {
                    break;
                }
                if *head == 0 {
                    *head = check;
                    for (code, weight) in codes.iter_mut().zip(weights) {
                        *code = pack(*weight, unit);
                    }
                    break;
                }
            }
        }
        table
    }

    fn bucket(&self, feature: Feature) -> std::ops::Range<usize> {
        let width = width(self.labels) * WAYS;
        let start = (feature & self.mask) as usize * width;
        start..start + width
    }

    /// Number of labels.
    #[must_use]
    pub const fn labels(&self) -> usize {
        self.labels
    }

    /// Adds the weights of all `features` to `scores`, one per label; nothing for those that were not learned.
    pub fn add(&self, features: &[Feature], scores: &mut [f32]) {
        match width(self.labels) {
            2 => self.add_rows::<2>(features, scores),
            4 => self.add_rows::<4>(features, scores),
            8 => self.add_rows::<8>(features, scores),
            16 => self.add_rows::<16>(features, scores),
            _ => self.add_rows::<32>(features, scores),
        }
    }

    /// The width is a constant, so that the compiler lays the sums out in registers.
    fn add_rows<const WIDTH: usize>(&self, features: &[Feature], scores: &mut [f32]) {
        let mut sums = [0_i32; WIDTH];
        let (rows, _) = self.rows.as_chunks::<WIDTH>();
        for feature in features {
            let first = (feature & self.mask) as usize * WAYS;
            let check = check_byte(*feature);
            let bucket = rows.get(first..first + WAYS).unwrap_or_default();
            if let Some(row) = bucket.iter().find(|row| row.first() == Some(&check)) {
                for (sum, code) in sums.iter_mut().zip(row) {
                    *sum += expand(*code);
                }
            }
        }
        // The first number of a row is its check byte.
        for (score, sum) in scores.iter_mut().zip(sums.iter().skip(1)) {
            *score += *sum as f32 * self.unit;
        }
    }

    /// The table as bytes: labels, logarithm of the number of buckets, unit, rows.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(self.labels as u8);
        out.push(self.mask.count_ones() as u8);
        out.extend(self.unit.to_le_bytes());
        out.extend(&self.rows);
    }

    /// Reads what [`Table::write`] wrote and takes it off `bytes`; `None` if it is cut short or is no table.
    #[must_use]
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_first_chunk::<6>()?;
        let [labels, log, unit @ ..] = *head;
        let labels = usize::from(labels);
        let unit = f32::from_le_bytes(unit);
        if log > 24 || !(1..=31).contains(&labels) || !unit.is_finite() {
            return None;
        }
        let (rows, rest) = rest.split_at_checked((width(labels) * WAYS) << log)?;
        *bytes = rest;
        Some(Self {
            labels,
            mask: (1_u32 << log) - 1,
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
        assert!(lost < 100, "{lost} of 5,000 lost");
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
        assert!(wrong < 200, "{wrong} of 10,000");
        Table::default().add(&[1], &mut [0.0]);
    }

    #[test]
    fn bytes_come_back_or_are_refused() {
        let (table, _) = table();
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        assert_eq!(Table::read(&mut bytes.as_slice()), Some(table));
        assert_eq!(Table::read(&mut &bytes[..bytes.len() - 1]), None);
        assert_eq!(Table::read(&mut [0_u8; 6].as_slice()), None);
    }
}
