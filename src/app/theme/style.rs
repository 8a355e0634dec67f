//! From tokens to egui's styles.

use eframe::egui;
use egui::epaint::{CornerRadius, Margin, Shadow, Stroke};
use egui::style::{Selection, WidgetVisuals, Widgets};
use egui::{FontFamily, FontId, Style, TextStyle, Visuals, vec2};

use super::Theme;

/// Sets the styles of both themes. Call once, before the first frame; switching between the themes afterwards is
/// `ctx.set_theme(…)`.
pub fn install(ctx: &egui::Context) {
    ctx.set_style_of(egui::Theme::Light, style(Theme::get(false)));
    ctx.set_style_of(egui::Theme::Dark, style(Theme::get(true)));
}

fn style(theme: &Theme) -> Style {
    let mut style = Style {
        visuals: visuals(theme),
        animation_time: 0.1,
        ..Style::default()
    };

    let sizes = theme.type_sizes;
    let font = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, font(sizes.small)),
        (TextStyle::Body, font(sizes.body)),
        (TextStyle::Button, font(sizes.body)),
        (TextStyle::Heading, font(sizes.heading)),
        (
            TextStyle::Monospace,
            FontId::new(sizes.monospace, FontFamily::Monospace),
        ),
    ]
    .into();

    let space = theme.spacing;
    style.spacing.item_spacing = vec2(space.m, space.s + space.xs);
    style.spacing.button_padding = vec2(space.m + space.xs, space.s);
    style.spacing.window_margin = margin(space.l);
    style.spacing.menu_margin = margin(space.s + space.xs);
    // WCAG 2.2 asks for targets of 24 points.
    style.spacing.interact_size = vec2(40.0, 26.0);
    style.spacing.icon_width = 16.0;
    style.spacing.icon_width_inner = 9.0;
    style.spacing.icon_spacing = space.s + space.xs;
    style.spacing.indent = space.l + space.s;
    style.spacing.tooltip_width = 360.0;
    style.spacing.scroll = egui::style::ScrollStyle {
        fade: egui::style::ScrollFadeStyle {
            strength: 0.0,
            ..Default::default()
        },
        bar_inner_margin: space.xs,
        // A bar that can be seen without pointing at it: there is more below.
        foreground_color: true,
        dormant_background_opacity: 0.0,
        dormant_handle_opacity: 0.45,
        active_background_opacity: 0.2,
        ..egui::style::ScrollStyle::thin()
    };
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style.url_in_tooltip = true;
    style
}

fn visuals(theme: &Theme) -> Visuals {
    let c = theme.palette;
    let base = if theme.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    let shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: c.shadow,
    };
    let mut text_cursor = base.text_cursor.clone();
    text_cursor.stroke = Stroke::new(2.0, c.accent);
    // A blinking cursor keeps the program awake.
    text_cursor.blink = false;
    Visuals {
        weak_text_color: Some(c.weak),
        widgets: widgets(theme),
        selection: Selection {
            bg_fill: c.selection,
            stroke: Stroke::new(1.5, c.focus),
        },
        hyperlink_color: c.accent,
        faint_bg_color: c.card_hovered,
        extreme_bg_color: c.field,
        text_edit_bg_color: Some(c.field),
        code_bg_color: c.control,
        warn_fg_color: c.warning,
        error_fg_color: c.error,
        window_corner_radius: radius(theme.radius.large),
        window_shadow: shadow,
        window_fill: c.panel,
        window_stroke: Stroke::new(1.0, c.line),
        window_highlight_topmost: false,
        menu_corner_radius: radius(theme.radius.medium),
        panel_fill: c.panel,
        popup_shadow: shadow,
        text_cursor,
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        disabled_alpha: 0.55,
        ..base
    }
}

fn widgets(theme: &Theme) -> Widgets {
    let c = theme.palette;
    let look = |fill, edge: Stroke| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: edge,
        corner_radius: radius(theme.radius.medium),
        fg_stroke: Stroke::new(1.2, c.text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: look(c.panel, Stroke::new(1.0, c.line)),
        inactive: look(c.control, Stroke::new(1.0, c.field_line)),
        hovered: look(c.control_hovered, Stroke::new(1.0, c.field_line)),
        // egui paints what has the keyboard like what is held down: this edge is the focus ring.
        active: look(c.control_pressed, Stroke::new(2.0, c.focus)),
        open: look(c.control_hovered, Stroke::new(1.0, c.field_line)),
    }
}

/// Points to egui's whole numbers.
fn radius(points: f32) -> CornerRadius {
    CornerRadius::same(points as u8)
}

fn margin(points: f32) -> Margin {
    Margin::same(points as i8)
}
