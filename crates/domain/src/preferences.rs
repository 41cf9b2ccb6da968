//! What a person has chosen for themselves.

use serde::{Deserialize, Serialize};

/// Colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Theme {
    /// As the operating system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// The typeface of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum TextFont {
    /// Atkinson Hyperlegible Next.
    #[default]
    Hyperlegible,
    /// OpenDyslexic.
    Dyslexic,
}

/// A person's choices. Unknown fields of a newer version are dropped when they are read, absent ones get their defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Preferences {
    /// Language of the window, BCP 47.
    pub language: String,
    /// Colours.
    pub theme: Theme,
    /// Typeface.
    pub font: TextFont,
    /// Size of code in the editor, in CSS pixels, 10 to 24.
    pub editor_font_size: u8,
    /// Whether long lines of code are wrapped.
    pub wrap_lines: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { language: "en".into(), theme: Theme::System, font: TextFont::Hyperlegible, editor_font_size: 15, wrap_lines: false }
    }
}

impl Preferences {
    /// The same with every number inside its bounds.
    pub fn within_bounds(mut self) -> Self {
        self.editor_font_size = self.editor_font_size.clamp(10, 24);
        if self.language.is_empty() || self.language.len() > 35 {
            self.language = "en".into();
        }
        self
    }
}
