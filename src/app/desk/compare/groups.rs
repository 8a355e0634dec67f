//! The list of groups with its filters.

use eframe::egui;
use egui::accesskit::Role;
use egui::{FontId, Id, Response, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2};

use crate::annotation::{EventId, Status};
use crate::app::parts::{List, ListState, Slot, counted, elided, paint_status, status_colour};
use crate::app::theme::Theme;
use crate::desk::events::Group;

const ROW_HEIGHT: f32 = 46.0;

/// Which groups are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    All,
    Conflicts,
    Undecided,
    Decided,
    Apart,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::All,
        Self::Conflicts,
        Self::Undecided,
        Self::Decided,
        Self::Apart,
    ];

    const fn title(self) -> &'static str {
        match self {
            Self::All => "All groups",
            Self::Conflicts => "With conflicts",
            Self::Undecided => "Undecided",
            Self::Decided => "Put together",
            Self::Apart => "Kept apart",
        }
    }

    fn holds(self, group: &Group) -> bool {
        match self {
            Self::All => group.status != Status::Rejected,
            Self::Conflicts => !group.conflicts.is_empty(),
            Self::Undecided => group.status == Status::Suggested,
            Self::Decided => !matches!(group.status, Status::Suggested | Status::Rejected),
            Self::Apart => group.status == Status::Rejected,
        }
    }
}

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    kind: Kind,
    words: String,
}

impl Filter {
    /// The groups that fit, as indexes.
    pub fn pick(&self, groups: &[Group]) -> Vec<usize> {
        let words = self.words.to_lowercase();
        let fits = |group: &Group| {
            self.kind.holds(group)
                && (words.is_empty()
                    || group.title.to_lowercase().contains(&words)
                    || group
                        .conflicts
                        .iter()
                        .any(|c| c.reason.to_lowercase().contains(&words)))
        };
        let groups = groups.iter().enumerate();
        groups.filter(|(_, group)| fits(group)).map(|(i, _)| i).collect()
    }
}

/// The id of the list, for who has the keyboard.
fn list_id() -> Id {
    Id::unique("compare group list")
}

/// Whether the list has the keyboard.
pub fn has_keyboard(ui: &Ui) -> bool {
    ui.memory(|memory| memory.has_focus(list_id()))
}

pub fn filters(ui: &mut Ui, filter: &mut Filter, groups: &[Group], shown: usize) {
    ui.horizontal(|ui| {
        egui::ComboBox::from_id_salt("compare kind")
            .selected_text(filter.kind.title())
            .width(130.0)
            .show_ui(ui, |ui| {
                for kind in Kind::ALL {
                    let count = groups.iter().filter(|group| kind.holds(group)).count();
                    let title = format!("{} ({count})", kind.title());
                    ui.selectable_value(&mut filter.kind, kind, title);
                }
            })
            .response
            .on_hover_text("Which groups are listed")
            .accessible_name("Which groups are listed");
        let edit = TextEdit::singleline(&mut filter.words)
            .hint_text("Filter")
            .desired_width(f32::INFINITY);
        ui.add(edit).accessible_name("Filter groups");
    });
    let weak = Theme::of(ui).palette.weak;
    let words = counted(shown, "group", "groups");
    ui.label(egui::RichText::new(words).small().color(weak));
}

/// Shows the list; answers with the row that was opened.
pub fn list(
    ui: &mut Ui,
    state: &mut ListState,
    groups: &[Group],
    shown: &[usize],
    chosen: Option<EventId>,
) -> Option<usize> {
    let list = List {
        id: list_id(),
        name: "Groups".to_owned(),
        row_height: ROW_HEIGHT,
        count: shown.len(),
    };
    list.show(ui, state, |ui, slot| {
        let group = shown.get(slot.index).and_then(|i| groups.get(*i));
        row(ui, slot, group, chosen)
    })
}

fn row(ui: &mut Ui, slot: Slot, group: Option<&Group>, chosen: Option<EventId>) -> Response {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let id = group.map(|group| group.event.id.to_string());
    let response = ui.interact(
        slot.rect,
        Id::unique(("compare group", id, slot.index)),
        Sense::CLICK,
    );
    let Some(group) = group else {
        return response;
    };
    let is_chosen = chosen == Some(group.event.id);
    let claims = counted(group.claims.len(), "claim", "claims");
    let mut detail = format!("{claims}, {}", group.status_name());
    if !group.more.is_empty() {
        detail = format!("{detail}, {} more proposed", group.more.len());
    }
    let conflicts = match group.conflicts.len() {
        0 => String::new(),
        count => counted(count, "conflict", "conflicts"),
    };
    let name = format!("{}, {detail}, {conflicts}", group.title);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, name.clone()));
    let frame = slot.rect.shrink2(vec2(0.0, 1.0));
    let fill = match (is_chosen, response.hovered()) {
        (true, _) => Some(c.focused_fill),
        (false, true) => Some(c.card_hovered),
        _ => None,
    };
    let painter = ui.painter().clone();
    if let Some(fill) = fill {
        painter.rect_filled(frame, theme.radius.medium, fill);
    }
    if slot.at_cursor {
        let ring = Stroke::new(2.0, c.focus);
        painter.rect_stroke(frame, theme.radius.medium, ring, StrokeKind::Inside);
    }
    let inner = frame.shrink2(vec2(theme.spacing.m, theme.spacing.s));
    let sign = pos2(inner.left() + 6.0, inner.top() + 9.0);
    paint_status(
        &painter,
        sign,
        6.0,
        group.status,
        status_colour(theme, group.status),
    );
    let left = inner.left() + 20.0;
    let width = inner.right() - left;
    let body = FontId::proportional(theme.type_sizes.body);
    let small = FontId::proportional(theme.type_sizes.small);
    let title = elided(ui, &group.title, body, c.text, width);
    let below = inner.top() + title.size().y + 2.0;
    painter.galley(pos2(left, inner.top()), title, c.text);
    let mark = elided(ui, &conflicts, small.clone(), c.warning, width);
    let mark_at = inner.right() - mark.size().x;
    let room = width - mark.size().x - theme.spacing.m;
    painter.galley(pos2(mark_at, below), mark, c.warning);
    let detail = elided(ui, &detail, small, c.weak, room);
    painter.galley(pos2(left, below), detail, c.weak);
    response.on_hover_text(&group.title)
}
