#include "storage/backup/file_store.h"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/archive/segment_files.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;

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

}  // namespace

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
  return absl::StrCat(FilesDirectory(backup_), "/",
                      absl::string_view(name.data(), name.size()), ".unready");
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
  const absl::StatusOr<std::string> copy = CopyUnready(from, to, file.content);
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
  std::vector<std::string> others;
  std::error_code error;
  for (fs::directory_iterator files(directory, error);
       !error && files != fs::directory_iterator(); files.increment(error)) {
    const std::string path =
        absl::StrCat(directory, "/", files->path().filename().string());
    if (!named.contains(path)) others.push_back(path);
  }
  if (error) return FileError(error.value(), directory, "cannot list");
  for (const std::string& path : others) {
    if (absl::Status gone = RemoveFile(path); !gone.ok()) return gone;
  }
  return SyncDirectory(directory);
}

}  // namespace kumbara::storage
