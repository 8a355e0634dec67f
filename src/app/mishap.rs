//! When the program breaks down: a panic while a frame is drawn costs that frame, not the window; one that comes again
//! and again closes the window in good order; and the next start tells what happened.
//!
//! Views that were being drawn begin anew. What a panic may have been about, the dialog and then the focus, is let go,
//! so that the next frame has a chance.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use eframe::egui;
use jiff::tz::TimeZone;

use crate::project::reports::{self, BrokeDown};

use super::App;
use super::toasts::Tone;

/// This many panics …
const TOO_MANY: usize = 3;
/// … within so many seconds are no mishap any more.
const WITHIN: f64 = 10.0;

/// Why the window was closed, if it gave up.
static GAVE_UP: OnceLock<String> = OnceLock::new();

/// What went wrong in this window.
#[derive(Default)]
pub struct Mishaps {
    /// When, in seconds of egui's clock; the last few.
    recent: VecDeque<f64>,
    /// Whether the window is closing because of it.
    pub gave_up: bool,
    /// Makes the next frames panic while they are drawn.
    #[cfg(test)]
    pub on_purpose: usize,
}

/// How the window ended.
pub fn verdict() -> Result<(), String> {
    GAVE_UP.get().cloned().map_or(Ok(()), Err)
}

impl App {
    /// Does part of a frame. A panic in it is told, and the program goes on.
    pub(super) fn guarded(&mut self, ctx: &egui::Context, doing: &str, work: impl FnOnce(&mut Self)) {
        if self.mishaps.gave_up {
            return;
        }
        let work = AssertUnwindSafe(|| {
            #[cfg(test)]
            self.panic_on_purpose(doing);
            work(self);
        });
        if catch_unwind(work).is_err() {
            self.after_panic(ctx, doing);
        }
    }

    #[cfg(test)]
    fn panic_on_purpose(&mut self, doing: &str) {
        if doing == "drawing" && self.mishaps.on_purpose > 0 {
            self.mishaps.on_purpose -= 1;
            // As a view would have it: taken out while it is drawn.
            drop(std::mem::take(&mut self.reader));
            panic!("on purpose");
        }
    }

    fn after_panic(&mut self, ctx: &egui::Context, doing: &str) {
        let now = ctx.input(|input| input.time);
        self.mishaps.recent.retain(|at| now - at <= WITHIN);
        self.mishaps.recent.push_back(now);
        let report = reports::last().map_or_else(String::new, |file| {
            format!(" A report without article text is in {}.", file.display())
        });
        if self.mishaps.recent.len() >= TOO_MANY {
            self.give_up(ctx, &report);
            return;
        }
        reports::survived();
        self.modal = None;
        if self.mishaps.recent.len() > 1 {
            self.session.focus.item = None;
        }
        let text = format!("Something went wrong while {doing}. Your work is intact.{report}");
        self.toasts.say(Tone::Error, text);
        ctx.request_repaint();
    }

    /// Closes the window without asking. The note for the next start stays, so that it is told there.
    fn give_up(&mut self, ctx: &egui::Context, report: &str) {
        self.mishaps.gave_up = true;
        // What broke the frames may break this as well; the window is closed all the same.
        let flushed = catch_unwind(AssertUnwindSafe(|| self.before_giving_up(ctx))).is_ok();
        let work = if flushed {
            ""
        } else {
            " The last changes may be lost."
        };
        let why = format!(
            "Claimdesk was closed: something went wrong {TOO_MANY} times within {WITHIN:.0} seconds.{work}{report}"
        );
        // Only the first reason is told.
        GAVE_UP.set(why).ok();
        ctx.send_viewport_cmd(egui::ViewportCommand::Close);
    }

    /// Brings work to safety before the window is closed without asking: the journal gets what it does not have yet. It
    /// is flushed and left behind when the window is gone, so that the next start offers what was not saved.
    fn before_giving_up(&mut self, ctx: &egui::Context) {
        self.keep(ctx);
    }

    /// Says that the program broke down when it was used last. Once.
    pub(super) fn tell_of_break_down(&mut self) {
        let Some(broke) = self.home.as_ref().and_then(crate::project::Home::take_break_down) else {
            return;
        };
        let told = in_words(&broke, (self.clock)(), &TimeZone::system());
        self.toasts.say(Tone::Error, told);
    }
}

/// What is told of a break-down, by the clock on the wall.
fn in_words(broke: &BrokeDown, now: jiff::Timestamp, zone: &TimeZone) -> String {
    let (at, now) = (broke.at.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    let time = at.strftime("%H:%M");
    let when = if at.date() == now.date() {
        format!("at {time}")
    } else {
        format!("on {} at {time}", at.date())
    };
    format!(
        "Claimdesk stopped unexpectedly {when}. Your work was kept up to the last second. A report without article text \
         is in {}.",
        broke.report.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_break_down_is_told_with_its_time_and_another_day_with_its_date() {
        let broke = BrokeDown {
            at: "2031-03-05T10:42:07Z".parse().unwrap(),
            report: "/state/reports/a.txt".into(),
        };
        for (now, when) in [
            ("2031-03-05T11:00:00Z", "unexpectedly at 10:42."),
            ("2031-03-06T08:00:00Z", "unexpectedly on 2031-03-05 at 10:42."),
        ] {
            let told = in_words(&broke, now.parse().unwrap(), &TimeZone::UTC);
            assert!(
                told.contains(when) && told.ends_with("is in /state/reports/a.txt."),
                "{told}"
            );
        }
    }
}
