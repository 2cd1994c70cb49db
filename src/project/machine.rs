//! Choices for this machine rather than for a project: the training device.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use super::BundleError;
use super::atomic;
use crate::model::DeviceChoice;

const FILE: &str = "machine.json";
const DEVICE: &str = "device";

/// The device remembered in the folder `config`; the default when there is no readable one.
pub fn remembered_device(config: &Path) -> DeviceChoice {
    let named = read(config).remove(DEVICE);
    let named = named.as_ref().and_then(Value::as_str);
    named.and_then(|name| name.parse().ok()).unwrap_or_default()
}

/// Remembers `device` in the folder `config`, made if needed. Whatever else the file says stays.
///
/// # Errors
/// When the file cannot be written; it is then as it was.
pub fn remember_device(config: &Path, device: DeviceChoice) -> Result<(), BundleError> {
    let mut settings = read(config);
    settings.insert(DEVICE.into(), device.to_string().into());
    let file = config.join(FILE);
    let mut text =
        serde_json::to_vec_pretty(&settings).map_err(BundleError::cannot("write", &file))?;
    text.push(b'\n');
    fs::create_dir_all(config)
        .and_then(|()| atomic::replace(config, FILE, &text))
        .map_err(BundleError::cannot("write", &file))
}

fn read(config: &Path) -> Map<String, Value> {
    let text = fs::read(config.join(FILE)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DeviceId;

    #[test]
    fn the_device_comes_back_and_what_is_unknown_stays() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("new/config");
        assert_eq!(remembered_device(&config), DeviceChoice::Auto);
        let second = DeviceChoice::This(DeviceId::Cuda(1));
        remember_device(&config, second).unwrap();
        assert_eq!(remembered_device(&config), second);

        let file = config.join(FILE);
        fs::write(&file, r#"{"threads": 3, "device": "cuda:1"}"#).unwrap();
        remember_device(&config, DeviceChoice::This(DeviceId::Cpu)).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(text, "{\n  \"threads\": 3,\n  \"device\": \"cpu\"\n}\n");
        assert_eq!(fs::read_dir(&config).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_read_is_the_default() {
        let folder = tempfile::tempdir().unwrap();
        for text in [
            "",
            "{",
            "[]",
            r#"{"device": 1}"#,
            r#"{"device": "tpu"}"#,
            r#"{"device": "cuda:x"}"#,
        ] {
            fs::write(folder.path().join(FILE), text).unwrap();
            assert_eq!(
                remembered_device(folder.path()),
                DeviceChoice::Auto,
                "{text}"
            );
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("file");
        fs::write(&config, "").unwrap();
        let error = remember_device(&config, DeviceChoice::Auto).unwrap_err();
        let expected = format!("{}", config.join(FILE).display());
        assert!(error.to_string().ends_with(&expected), "{error}");
    }
}
