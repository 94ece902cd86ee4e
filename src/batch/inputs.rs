//! What is to be read: files and folders in, a sorted list of documents-to-be out.

use crate::error::{Error, ErrorKind, Result};
use crate::output::name::portable;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// One document-to-be: a file, standard input, or page images that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its relative path as text: the name of its output, unique in a run.
    pub name: String,
    /// The files, in page order; more than one only for grouped page images.
    #[serde(with = "super::paths")]
    pub files: Vec<PathBuf>,
    /// Bytes in all.
    pub size: u64,
    /// Why it cannot be read, when the walk already met a failure.
    pub problem: Option<String>,
}

/// Which page images form one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Every file is a document of its own.
    #[default]
    Never,
    /// All images of a folder.
    Folder,
    /// Images of a folder whose names differ only in their last number (`scan-1.png`, `scan-2.png`).
    Prefix,
}

/// The path argument that stands for standard input.
pub const STDIN: &str = "-";

/// Lists the documents below `arguments`, sorted by name. Folders are walked; hidden names, and the
/// folder `skip` (where the outputs go), are left out. A folder or file below them that cannot be
/// read is listed with its problem.
///
/// # Errors
/// [`ErrorKind::Input`] when an argument cannot be opened, [`ErrorKind::Usage`] when two inputs would
/// share one output name.
pub fn collect(arguments: &[PathBuf], group: Group, skip: &Path) -> Result<Vec<Input>> {
    let mut inputs = Vec::new();
    let skip = fs::canonicalize(skip).ok();
    for argument in arguments {
        if argument.as_os_str() == STDIN {
            inputs.push(Input {
                name: "stdin".into(),
                files: vec![argument.clone()],
                size: 0,
                problem: None,
            });
            continue;
        }
        let unopened = |e: std::io::Error| {
            Error::new(ErrorKind::Input, "cannot be opened")
                .at_path(argument)
                .caused_by(e)
        };
        let found = fs::metadata(argument).map_err(unopened)?;
        if found.is_dir() {
            fs::read_dir(argument).map_err(unopened)?;
            let mut walk = Walk {
                root: argument,
                skip: skip.as_deref(),
                group,
                inputs: &mut inputs,
                above: Vec::new(),
            };
            walk.folder(argument);
        } else {
            let name = argument
                .file_name()
                .map_or_else(String::new, |name| portable(Path::new(name)));
            inputs.push(file(name, argument.clone(), Some(found.len())));
        }
    }
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    inputs.dedup_by(|a, b| a.name == b.name && a.files == b.files);
    for pair in inputs.windows(2) {
        if pair[0].name == pair[1].name {
            return Err(Error::new(
                ErrorKind::Usage,
                format!(
                    "{} and {} would both be written as {}; ingest them into different --out folders",
                    pair[0].files[0].display(),
                    pair[1].files[0].display(),
                    pair[0].name,
                ),
            ));
        }
    }
    Ok(inputs)
}

fn file(name: String, path: PathBuf, size: Option<u64>) -> Input {
    Input {
        name,
        files: vec![path],
        size: size.unwrap_or(0),
        problem: None,
    }
}

struct Walk<'a> {
    root: &'a Path,
    skip: Option<&'a Path>,
    group: Group,
    inputs: &'a mut Vec<Input>,
    /// The folders above, canonical: a symbolic link back to one of them is a loop.
    above: Vec<PathBuf>,
}

impl Walk<'_> {
    fn name(&self, path: &Path) -> String {
        portable(path.strip_prefix(self.root).unwrap_or(path))
    }

    fn folder(&mut self, folder: &Path) {
        let entries = fs::canonicalize(folder).and_then(|real| {
            if self.skip == Some(real.as_path()) || self.above.contains(&real) {
                return Ok(None);
            }
            Ok(Some((fs::read_dir(folder)?, real)))
        });
        let (entries, real) = match entries {
            Ok(Some(found)) => found,
            Ok(None) => return,
            Err(error) => return self.problem(folder, &error),
        };
        self.above.push(real);
        let mut images = Vec::new();
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.problem(folder, &error);
                    continue;
                }
            };
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            match fs::metadata(&path) {
                Err(error) => self.problem(&path, &error),
                Ok(meta) if meta.is_dir() => self.folder(&path),
                Ok(meta) if meta.is_file() => {
                    let input = file(self.name(&path), path, Some(meta.len()));
                    if self.group != Group::Never && is_image(&input.files[0]) {
                        images.push(input);
                    } else {
                        self.inputs.push(input);
                    }
                }
                // Sockets, pipes and devices are not documents.
                Ok(_) => {}
            }
        }
        self.grouped(folder, images);
        self.above.pop();
    }

    fn problem(&mut self, path: &Path, error: &std::io::Error) {
        self.inputs.push(Input {
            problem: Some(format!("cannot be opened: {error}")),
            ..file(self.name(path), path.to_owned(), None)
        });
    }

    fn grouped(&mut self, folder: &Path, images: Vec<Input>) {
        let mut groups: BTreeMap<String, Vec<(u64, Input)>> = BTreeMap::new();
        for image in images {
            let stem = image.files[0].file_stem().unwrap_or_default();
            let (prefix, number) = numbered(&stem.to_string_lossy());
            let key = match self.group {
                Group::Folder => {
                    // The folder given on the command line is named by its own name.
                    let name = self.name(folder);
                    if name.is_empty() {
                        let own = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
                        own.file_name()
                            .map_or_else(|| "pages".into(), |n| portable(Path::new(n)))
                    } else {
                        name
                    }
                }
                _ if number.is_none() || prefix.is_empty() => image.name.clone(),
                _ => match image.name.rsplit_once('/') {
                    Some((above, _)) => format!("{above}/{prefix}"),
                    None => prefix,
                },
            };
            groups
                .entry(key)
                .or_default()
                .push((number.unwrap_or(0), image));
        }
        for (name, mut pages) in groups {
            if self.group == Group::Prefix && pages.len() == 1 {
                self.inputs.extend(pages.into_iter().map(|(_, page)| page));
                continue;
            }
            pages.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.name.cmp(&y.name)));
            self.inputs.push(Input {
                name,
                size: pages.iter().map(|(_, page)| page.size).sum(),
                files: pages.into_iter().flat_map(|(_, page)| page.files).collect(),
                problem: None,
            });
        }
    }
}

/// `scan-012` is `("scan", Some(12))`: what stands before the last number, and the number.
fn numbered(stem: &str) -> (String, Option<u64>) {
    let head = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = stem[head.len()..].parse().ok();
    let head = head.trim_end_matches(['-', '_', ' ', '.', '(']);
    (head.to_owned(), number)
}

/// By the first bytes, not by the name.
fn is_image(path: &Path) -> bool {
    use std::io::Read;
    let mut head = [0u8; 8];
    let read = fs::File::open(path).and_then(|mut file| file.read(&mut head));
    read.is_ok() && image::guess_format(&head).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(inputs: &[Input]) -> Vec<&str> {
        inputs.iter().map(|i| i.name.as_str()).collect()
    }

    fn png(path: &Path) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"\x89PNG\r\n\x1a\nrest").unwrap();
    }

    #[test]
    fn folders_are_walked_and_loops_and_outputs_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("a/deep")).unwrap();
        fs::create_dir_all(root.join("out")).unwrap();
        fs::write(root.join("out/x.json"), "{}").unwrap();
        fs::write(root.join("a/deep/b.txt"), "b").unwrap();
        fs::write(root.join("a/.hidden"), "h").unwrap();
        fs::write(root.join("z.txt"), "zz").unwrap();
        std::os::unix::fs::symlink(root, root.join("a/loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", root.join("dangling")).unwrap();
        let inputs = collect(&[root.to_owned()], Group::Never, &root.join("out")).unwrap();
        assert_eq!(names(&inputs), ["a/deep/b.txt", "dangling", "z.txt"]);
        assert!(inputs[1].problem.is_some());
        assert_eq!(inputs[2].size, 2);
    }

    #[test]
    fn images_are_grouped_by_folder_or_prefix_in_number_order() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in ["s/p_10.png", "s/p_9.png", "s/q.png", "s/q1.png"] {
            png(&root.join(name));
        }
        fs::write(root.join("s/p_1.txt"), "text").unwrap();
        let arguments = [root.to_owned()];
        let by_prefix = collect(&arguments, Group::Prefix, Path::new("none")).unwrap();
        assert_eq!(
            names(&by_prefix),
            ["s/p", "s/p_1.txt", "s/q.png", "s/q1.png"]
        );
        assert!(by_prefix[0].files[0].ends_with("p_9.png"));
        let by_folder = collect(&arguments, Group::Folder, Path::new("none")).unwrap();
        assert_eq!(names(&by_folder), ["s", "s/p_1.txt"]);
        assert_eq!(by_folder[0].files.len(), 4);
    }

    #[test]
    fn two_inputs_of_one_name_are_refused_and_one_named_twice_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a/x.txt"), folder.path().join("b/x.txt"));
        for path in [&a, &b] {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let error = collect(&[a.clone(), b], Group::Never, Path::new("none")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        let once = collect(&[a.clone(), a], Group::Never, Path::new("none")).unwrap();
        assert_eq!(once.len(), 1);
    }
}
