//! Short messages in the corner: what happened, and perhaps a button to undo it.
//!
//! They go by themselves, errors excepted, and never keep the window painting: the next frame is asked for when the next
//! one goes. What does not fit waits; nothing is dropped. Screen readers hear them.

use std::collections::VecDeque;
use std::time::Duration;

use eframe::egui;
use egui::accesskit::{Live, Role};
use egui::{Align2, Area, Color32, Context, Frame, Order, Stroke, Ui, WidgetInfo, vec2};

use super::theme::Theme;

/// How many are seen at a time.
const SEEN: usize = 4;
/// How long one stays after the pointer has left it, in seconds.
const GRACE: f64 = 2.0;

/// What a toast tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Info,
    /// It worked.
    Success,
    /// It worked, but.
    Warning,
    /// It did not work. Stays until it is closed.
    Error,
}

impl Tone {
    const fn seconds(self, has_action: bool) -> f64 {
        match (self, has_action) {
            (Self::Error, _) => f64::INFINITY,
            (Self::Warning, _) | (_, true) => 10.0,
            (Self::Info | Self::Success, false) => 5.0,
        }
    }

    fn colour(self, theme: &Theme) -> Color32 {
        match self {
            Self::Info => theme.palette.accent,
            Self::Success => theme.palette.success,
            Self::Warning => theme.palette.warning,
            Self::Error => theme.palette.error,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Info => "Note",
            Self::Success => "Done",
            Self::Warning => "Warning",
            Self::Error => "Error",
        }
    }
}

#[derive(Clone, Debug)]
struct Toast<A> {
    id: u64,
    tone: Tone,
    text: String,
    action: Option<(String, A)>,
    /// How often the same thing was said.
    times: usize,
    /// When it goes, in seconds of egui's clock; set when it is first seen.
    until: Option<f64>,
}

/// The messages. `A` is what their buttons ask for.
#[derive(Clone, Debug)]
pub struct Toasts<A> {
    toasts: VecDeque<Toast<A>>,
    next: u64,
}

impl<A> Default for Toasts<A> {
    fn default() -> Self {
        Self {
            toasts: VecDeque::new(),
            next: 0,
        }
    }
}

impl<A: Clone + PartialEq> Toasts<A> {
    /// Says something.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.add(tone, text.into(), None);
    }

    /// Says something, with a button that asks for `action`.
    pub fn say_with(&mut self, tone: Tone, text: impl Into<String>, button: impl Into<String>, action: A) {
        self.add(tone, text.into(), Some((button.into(), action)));
    }

    fn add(&mut self, tone: Tone, text: String, action: Option<(String, A)>) {
        let same = |t: &&mut Toast<A>| t.tone == tone && t.text == text && t.action == action;
        if let Some(toast) = self.toasts.iter_mut().find(same) {
            toast.times += 1;
            toast.until = None;
            return;
        }
        self.next += 1;
        self.toasts.push_back(Toast {
            id: self.next,
            tone,
            text,
            action,
            times: 1,
            until: None,
        });
    }

    /// Takes away the messages of one tone that have no button.
    pub fn forget(&mut self, tone: Tone) {
        self.toasts
            .retain(|toast| toast.tone != tone || toast.action.is_some());
    }

    /// Takes back the buttons that ask for `action`, because it would do something else by now.
    pub fn drop_action(&mut self, action: &A) {
        for toast in &mut self.toasts {
            toast.action.take_if(|(_, asks)| asks == action);
        }
    }

    /// Takes away the messages whose button asks for `action`, because it would mean something else by now.
    pub fn forget_action(&mut self, action: &A) {
        let asks = |toast: &Toast<A>| toast.action.as_ref().is_some_and(|(_, other)| other == action);
        self.toasts.retain(|toast| !asks(toast));
    }

    /// Takes back every button, because what they would undo or show is gone.
    pub fn drop_actions(&mut self) {
        for toast in &mut self.toasts {
            toast.action = None;
        }
    }

    /// Shows them for this frame, above `bottom` points from the lower edge of the window; returns what a button asked
    /// for.
    pub fn show(&mut self, ctx: &Context, bottom: f32) -> Option<A> {
        let now = ctx.input(|i| i.time);
        self.toasts
            .retain(|toast| toast.until.is_none_or(|until| until > now));
        if self.toasts.is_empty() {
            return None;
        }
        for toast in self.toasts.iter_mut().take(SEEN) {
            let seconds = toast.tone.seconds(toast.action.is_some());
            toast.until.get_or_insert(now + seconds);
        }

        let theme = Theme::of_ctx(ctx);
        let width = (ctx.content_rect().width() - 2.0 * theme.spacing.l).clamp(80.0, 380.0);
        let mut answer = None;
        let mut closed = None;
        let offset = vec2(-theme.spacing.l, -bottom - theme.spacing.m);
        Area::new(egui::Id::unique("toasts"))
            .order(Order::Tooltip)
            .anchor(Align2::RIGHT_BOTTOM, offset)
            .show(ctx, |ui| {
                ui.set_width(width);
                for toast in self.toasts.iter_mut().take(SEEN) {
                    let shown = paint(ui, theme, toast);
                    if shown.hovered {
                        toast.until = toast.until.map(|until| until.max(now + GRACE));
                    }
                    if shown.acted {
                        answer = toast.action.take().map(|(_, action)| action);
                    }
                    if shown.acted || shown.closed {
                        closed = Some(toast.id);
                    }
                }
            });
        if let Some(id) = closed {
            self.toasts.retain(|toast| toast.id != id);
            ctx.request_repaint();
        }

        let next = self
            .toasts
            .iter()
            .filter_map(|t| t.until)
            .fold(f64::INFINITY, f64::min);
        if next.is_finite() {
            ctx.request_repaint_after(Duration::from_secs_f64((next - now).max(0.01)));
        }
        answer
    }
}

struct Shown {
    hovered: bool,
    acted: bool,
    closed: bool,
}

fn paint<A>(ui: &mut Ui, theme: &Theme, toast: &Toast<A>) -> Shown {
    let colour = toast.tone.colour(theme);
    let (mut acted, mut closed) = (false, false);
    let frame = Frame::new()
        .fill(theme.palette.card)
        .stroke(Stroke::new(1.0, theme.palette.card_line))
        .corner_radius(theme.radius.large)
        .shadow(egui::Shadow {
            offset: [0, 3],
            blur: 12,
            spread: 0,
            color: theme.palette.shadow,
        })
        .inner_margin(egui::Margin {
            left: 14,
            right: 8,
            top: 8,
            bottom: 8,
        });
    let named = egui::UiBuilder::new().id_salt(toast.id);
    let response = ui
        .scope_builder(named, |ui| {
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                let mut text = toast.text.clone();
                if toast.times > 1 {
                    text = format!("{text} ({}×)", toast.times);
                }
                ui.horizontal_top(|ui| {
                    // The buttons stand at the right, so the text has to know what they take.
                    let button = toast.action.as_ref().map_or("", |(button, _)| button.as_str());
                    let room = ui.available_width() - buttons_width(ui, theme, button);
                    let line = ui.spacing().interact_size.y;
                    let text_place = egui::Layout::left_to_right(egui::Align::Center).with_main_wrap(true);
                    ui.allocate_ui_with_layout(vec2(room.max(40.0), line), text_place, |ui| {
                        ui.set_width(room.max(40.0));
                        let label = ui.add(egui::Label::new(&text).wrap());
                        speak(&label, toast.tone, &text);
                    });
                    if !button.is_empty() {
                        acted = ui.button(button).clicked();
                    }
                    let close = egui::Button::new(egui::RichText::new("×").size(theme.type_sizes.heading))
                        .frame_when_inactive(false)
                        .min_size(vec2(line, line));
                    closed = ui
                        .add(close)
                        .on_hover_text("Close")
                        .accessible_name("Close message")
                        .clicked();
                });
            })
        })
        .inner
        .response;
    // The tone also shows without colour: each has its own mark at the edge.
    let edge = response.rect;
    let bar = egui::Rect::from_min_max(edge.min, egui::pos2(edge.left() + 5.0, edge.bottom()));
    let radius = theme.radius.large as u8;
    ui.painter().rect_filled(
        bar,
        egui::CornerRadius {
            nw: radius,
            sw: radius,
            ne: 0,
            se: 0,
        },
        colour,
    );
    Shown {
        hovered: ui.rect_contains_pointer(edge),
        acted,
        closed,
    }
}

/// How much the buttons take at the right of a message, gaps included.
fn buttons_width(ui: &Ui, theme: &Theme, action: &str) -> f32 {
    let spacing = ui.spacing();
    let sign = theme.type_sizes.body;
    let close = sign + 2.0 * spacing.button_padding.x + spacing.item_spacing.x;
    if action.is_empty() {
        return close;
    }
    let font = egui::FontId::proportional(theme.type_sizes.body);
    let text = ui
        .fonts_mut(|f| f.layout_no_wrap(action.to_owned(), font, Color32::PLACEHOLDER))
        .size()
        .x;
    close + text + 2.0 * spacing.button_padding.x + spacing.item_spacing.x
}

/// Screen readers hear the text when it appears; an error interrupts.
fn speak(label: &egui::Response, tone: Tone, text: &str) {
    let role = if tone == Tone::Error {
        Role::Alert
    } else {
        Role::Status
    };
    let name = format!("{}: {text}", tone.name());
    label.widget_info(|| WidgetInfo::labeled(role, true, &name));
    label.ctx.accesskit_node_builder(label.id, |node| {
        node.set_role(role);
        node.set_live(if tone == Tone::Error {
            Live::Assertive
        } else {
            Live::Polite
        });
        node.set_label(name.clone());
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    type State = (Toasts<&'static str>, Vec<&'static str>);

    fn harness() -> Harness<'static, State> {
        let mut harness = Harness::builder().with_step_dt(0.1).build_ui_state(
            |ui, (toasts, answers): &mut State| answers.extend(toasts.show(ui, 24.0)),
            State::default(),
        );
        harness.run();
        harness
    }

    fn wait(harness: &mut Harness<'static, State>, seconds: f64) {
        harness.run_steps((seconds / 0.1).ceil() as usize);
    }

    #[test]
    fn a_message_goes_by_itself_and_an_error_stays() {
        let mut harness = harness();
        harness.state_mut().0.say(Tone::Success, "Saved.");
        harness
            .state_mut()
            .0
            .say(Tone::Error, "The disk is full. Free some space and save again.");
        // `run` fails if the window keeps painting.
        harness.run();
        harness.get_by_label("Done: Saved.");
        wait(&mut harness, 6.0);
        assert_eq!(harness.query_all_by_label("Done: Saved.").count(), 0);
        harness.get_by_label_contains("Error: The disk is full.");
        harness.get_by_label("Close message").click();
        harness.run();
        assert!(harness.state().0.toasts.is_empty());
    }

    #[test]
    fn the_button_answers_once() {
        let mut harness = harness();
        harness
            .state_mut()
            .0
            .say_with(Tone::Info, "12 accepted.", "Undo", "undo");
        harness.run();
        harness.get_by_label("Undo").click();
        harness.run();
        assert_eq!(harness.state().1, ["undo"]);
        assert!(harness.state().0.toasts.is_empty());
    }

    #[test]
    fn the_same_message_is_counted() {
        let mut harness = harness();
        for _ in 0..3 {
            harness.state_mut().0.say(Tone::Info, "Nothing to undo.");
        }
        harness.run();
        harness.get_by_label("Note: Nothing to undo. (3×)");
    }

    #[test]
    fn what_does_not_fit_waits() {
        let mut harness = harness();
        for n in 0..6 {
            harness.state_mut().0.say(Tone::Info, format!("Message {n}."));
        }
        harness.run();
        assert_eq!(harness.query_all_by_label_contains("Message").count(), SEEN);
        wait(&mut harness, 5.5);
        harness.get_by_label("Note: Message 5.");
        wait(&mut harness, 5.5);
        assert!(harness.state().0.toasts.is_empty());
    }

    #[test]
    fn only_the_last_of_several_can_be_undone() {
        let mut harness = harness();
        let toasts = &mut harness.state_mut().0;
        toasts.say_with(Tone::Success, "One.", "Undo", "undo");
        toasts.say_with(Tone::Success, "Look.", "Show", "show");
        toasts.drop_action(&"undo");
        toasts.say_with(Tone::Success, "Two.", "Undo", "undo");
        harness.run();
        assert_eq!(harness.query_all_by_label("Undo").count(), 1);
        harness.get_by_label("Show");
    }

    #[test]
    fn taken_back_buttons_are_gone() {
        let mut harness = harness();
        harness
            .state_mut()
            .0
            .say_with(Tone::Info, "12 accepted.", "Undo", "undo");
        harness.state_mut().0.drop_actions();
        harness.run();
        assert_eq!(harness.query_all_by_label("Undo").count(), 0);
    }
}
