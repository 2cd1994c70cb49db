//! Whether a person wants nothing to move, as the desktops of Linux keep it in their files.

use std::fs;

use directories::BaseDirs;

/// Of each desktop: its file below the folder of settings, and the lines that switch movements off.
const FILES: [(&str, &str, &str); 3] = [
    ("kdeglobals", "AnimationDurationFactor", "0"),
    ("gtk-4.0/settings.ini", "gtk-enable-animations", "false"),
    ("gtk-3.0/settings.ini", "gtk-enable-animations", "false"),
];

/// Whether one of the desktops' files says so.
pub fn wishes_stillness() -> bool {
    let Some(folders) = BaseDirs::new() else {
        return false;
    };
    FILES.iter().any(|(file, key, off)| {
        let text = fs::read_to_string(folders.config_dir().join(file));
        text.is_ok_and(|text| is_off(&text, key, off))
    })
}

/// Whether the file has `key` as `off`; GTK takes 0 for false as well.
fn is_off(text: &str, key: &str, off: &str) -> bool {
    text.lines().any(|line| {
        let Some((name, value)) = line.split_once('=') else {
            return false;
        };
        let value = value.trim();
        name.trim() == key && (value.eq_ignore_ascii_case(off) || value == "0")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_line_that_switches_movements_off_counts() {
        let gtk = |value: &str| {
            let text = format!("[Settings]\ngtk-enable-animations = {value}\n");
            is_off(&text, FILES[1].1, FILES[1].2)
        };
        assert!(gtk("false") && gtk("FALSE") && gtk("0"));
        assert!(!gtk("true") && !gtk("1"));
        let kde = "[KDE]\nAnimationDurationFactor=0.5\n";
        assert!(!is_off(kde, FILES[0].1, FILES[0].2));
        assert!(is_off("AnimationDurationFactor=0", FILES[0].1, FILES[0].2));
        assert!(!is_off("", FILES[0].1, FILES[0].2));
    }
}
