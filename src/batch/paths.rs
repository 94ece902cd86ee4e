//! Paths in JSON: as text where they are text, as their bytes where they are not.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Path {
    Text(String),
    Bytes(Vec<u8>),
}

/// For `#[serde(with = "paths")]`.
pub(super) fn serialize<S: Serializer>(
    paths: &[PathBuf],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let paths = paths.iter().map(|path| match path.to_str() {
        Some(text) => Path::Text(text.to_owned()),
        None => Path::Bytes(path.as_os_str().as_bytes().to_owned()),
    });
    serializer.collect_seq(paths)
}

/// For `#[serde(with = "paths")]`.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<PathBuf>, D::Error> {
    let paths = Vec::<Path>::deserialize(deserializer)?;
    Ok(paths
        .into_iter()
        .map(|path| match path {
            Path::Text(text) => PathBuf::from(text),
            Path::Bytes(bytes) => PathBuf::from(OsStr::from_bytes(&bytes)),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::inputs::Input;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn names_of_any_bytes_come_back() {
        let input = Input {
            name: "n".into(),
            files: vec!["chữ.pdf".into(), OsStr::from_bytes(b"\xff\n.pdf").into()],
            size: 0,
            problem: None,
        };
        let json = serde_json::to_string(&input).unwrap();
        assert_eq!(serde_json::from_str::<Input>(&json).unwrap(), input);
    }
}
