//! How far apart two colours are: contrast for reading, distance for telling apart.

use eframe::egui::Color32;

/// WCAG contrast of two opaque colours, 1 to 21.
#[must_use]
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// `colour`, opaque and moved towards `ink` as little as needed for [`super::MARK_CONTRAST`] on each of `grounds`.
#[must_use]
pub fn readable_on(colour: Color32, grounds: &[Color32], ink: Color32) -> Color32 {
    let colour = colour.to_opaque();
    (0..=20_u8)
        .map(|step| colour.lerp_to_gamma(ink, f32::from(step) / 20.0))
        .find(|c| grounds.iter().all(|g| contrast(*c, *g) >= super::MARK_CONTRAST))
        .unwrap_or(ink)
}

fn linear(colour: Color32) -> [f32; 3] {
    [colour.r(), colour.g(), colour.b()].map(|byte| {
        let c = f32::from(byte) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn luminance(colour: Color32) -> f32 {
    let [r, g, b] = linear(colour);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Distance of two colours in `OKLab`, the smallest over usual sight and the three kinds of colour blindness
/// (Machado, Oliveira and Fernandes 2009, full severity). 0.02 is just noticeable side by side.
#[cfg(test)]
pub fn least_distance(a: Color32, b: Color32) -> f32 {
    const SIGHTS: [[[f32; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [
            [0.152, 1.053, -0.205],
            [0.115, 0.786, 0.099],
            [-0.004, -0.048, 1.052],
        ],
        [
            [0.367, 0.861, -0.228],
            [0.280, 0.673, 0.047],
            [-0.012, 0.043, 0.969],
        ],
        [
            [1.256, -0.077, -0.179],
            [-0.078, 0.931, 0.148],
            [0.005, 0.691, 0.304],
        ],
    ];
    let seen = |colour: Color32, sight: &[[f32; 3]; 3]| oklab(product(sight, linear(colour)));
    SIGHTS
        .iter()
        .map(|sight| {
            let (a, b) = (seen(a, sight), seen(b, sight));
            a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f32>().sqrt()
        })
        .fold(f32::INFINITY, f32::min)
}

#[cfg(test)]
fn product(matrix: &[[f32; 3]; 3], v: [f32; 3]) -> [f32; 3] {
    matrix.map(|row| row.iter().zip(v).map(|(m, x)| m * x).sum())
}

#[cfg(test)]
fn oklab(rgb: [f32; 3]) -> [f32; 3] {
    let cone = product(
        &[
            [0.412_22, 0.536_33, 0.051_45],
            [0.211_9, 0.680_7, 0.107_4],
            [0.088_3, 0.281_72, 0.629_98],
        ],
        rgb.map(|x| x.max(0.0)),
    )
    .map(f32::cbrt);
    product(
        &[
            [0.210_45, 0.793_62, -0.004_07],
            [1.978, -2.428_59, 0.450_59],
            [0.025_9, 0.782_77, -0.808_68],
        ],
        cone,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_of_known_pairs() {
        let grey = Color32::from_rgb(0x76, 0x76, 0x76);
        assert!((contrast(Color32::WHITE, Color32::BLACK) - 21.0).abs() < 0.01);
        assert!((contrast(grey, Color32::WHITE) - 4.54).abs() < 0.01);
        assert!((contrast(grey, grey) - 1.0).abs() < 0.001);
    }
}
