#include "storage/backup/file_store.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/archive/segment_files.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnreadyEnding = ".unready";

absl::StatusOr<std::uint64_t> BytesOf(const std::string& path) {
  struct stat facts;
  if (stat(path.c_str(), &facts) != 0) {
    return FileError(errno, path, "cannot look at");
  }
  return static_cast<std::uint64_t>(facts.st_size);
}

absl::StatusOr<BackupFile> Describe(const std::string& file,
                                    const std::string& path) {
  const absl::StatusOr<std::uint64_t> bytes = BytesOf(file);
  if (!bytes.ok()) return bytes.status();
  const absl::StatusOr<Digest> content = ContentOf(file);
  if (!content.ok()) return content.status();
  return BackupFile{path, *bytes, *content};
}

// What StoredPath and UnreadyPath make, and copies that were not ready.
bool IsOwnName(std::string_view name) {
  constexpr std::string_view kCopy = ".new";
  Digest ignored;
  if (name.find(kUnreadyEnding) != std::string_view::npos) return true;
  if (name.ends_with(kCopy)) name.remove_suffix(kCopy.size());
  const std::size_t point = name.rfind('.');
  return point != std::string_view::npos &&
         ParseDigest(name.substr(point + 1), &ignored);
}

// The names in the directory of the files.
absl::StatusOr<std::vector<std::string>> NamesIn(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator files(directory, error);
       !error && files != fs::directory_iterator(); files.increment(error)) {
    names.push_back(files->path().filename().string());
  }
  if (error) return FileError(error.value(), directory, "cannot list");
  return names;
}

}  // namespace

bool FileStore::HoldsOnlyItsOwn(const std::string& backup) {
  const auto names = NamesIn(FilesDirectory(backup));
  if (!names.ok()) return absl::IsNotFound(names.status());
  return std::all_of(names->begin(), names->end(), IsOwnName);
}

absl::StatusOr<FileStore> FileStore::Open(const std::string& backup) {
  const absl::Status made = MakeDirectories(FilesDirectory(backup));
  if (!made.ok()) return made;
  return FileStore(backup);
}

bool FileStore::Has(const BackupFile& file) const {
  const absl::StatusOr<std::uint64_t> bytes =
      BytesOf(StoredPath(backup_, file));
  return bytes.ok() && *bytes == file.bytes;
}

std::string FileStore::UnreadyPath(std::string_view name) const {
  return absl::StrCat(
      FilesDirectory(backup_), "/", absl::string_view(name.data(), name.size()),
      absl::string_view(kUnreadyEnding.data(), kUnreadyEnding.size()));
}

absl::StatusOr<BackupFile> FileStore::Adopt(const std::string& unready,
                                            const std::string& path) const {
  absl::StatusOr<BackupFile> file = Describe(unready, path);
  if (!file.ok()) return file.status();
  const absl::Status named = RenameDurably(unready, StoredPath(backup_, *file));
  if (!named.ok()) return named;
  return file;
}

absl::StatusOr<BackupFile> FileStore::Copy(const std::string& from,
                                           const std::string& path) const {
  absl::StatusOr<BackupFile> file = Describe(from, path);
  if (!file.ok()) return file.status();
  const absl::Status copied = Copy(from, *file);
  if (!copied.ok()) return copied;
  return file;
}

absl::Status FileStore::Copy(const std::string& from,
                             const BackupFile& file) const {
  // One that is there may be what a crash left; it is as good if it is whole.
  const std::string to = StoredPath(backup_, file);
  if (Has(file) && ContentOf(to).value_or(Digest{}) == file.content) {
    return absl::OkStatus();
  }
  const absl::StatusOr<std::string> copy =
      CopyUnready({from}, {to}, file.bytes, file.content);
  return copy.ok() ? RenameDurably(*copy, to) : copy.status();
}

absl::Status FileStore::RemoveOthers(const BackupManifest& manifest) const {
  std::set<std::string> named;
  for (const SegmentFacts& segment : manifest.segments) {
    named.insert(StoredPath(backup_, FileOf(segment)));
  }
  for (const BackupFile& file : manifest.files) {
    named.insert(StoredPath(backup_, file));
  }
  const std::string directory = FilesDirectory(backup_);
  const auto names = NamesIn(directory);
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    const std::string path = absl::StrCat(directory, "/", name);
    if (named.contains(path) || !IsOwnName(name)) continue;
    if (absl::Status gone = RemoveFile(path); !gone.ok()) return gone;
  }
  return SyncDirectory(directory);
}

}  // namespace kumbara::storage
