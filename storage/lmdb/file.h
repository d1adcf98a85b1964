// File: a plain file beside the environments, read and written by offset, and
// the sentences for what can go wrong with files.
//
// Units:   bytes.
// Threads: one owner; reads may run side by side.
// Errors:  every Status names the path, what was tried and the system's words;
//          a write that failed on a full disk says "disk full" whatever the
//          error number, because short writes are often reported as EIO.
// Cost:    one system call per method.

#ifndef KUMBARA_STORAGE_LMDB_FILE_H_
#define KUMBARA_STORAGE_LMDB_FILE_H_

#include <fcntl.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace kumbara::storage {

// Only the owner may read what a ledger writes.
inline constexpr mode_t kFileMode = 0600;
inline constexpr mode_t kDirectoryMode = 0700;

class File {
 public:
  static absl::StatusOr<File> Open(const std::string& path, int flags);

  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  // Reads up to out.size() bytes; fewer only at the end of the file.
  absl::StatusOr<std::size_t> ReadAt(std::uint64_t offset,
                                     std::span<std::byte> out) const;
  absl::Status WriteAt(std::uint64_t offset, std::span<const std::byte> bytes);
  absl::Status SyncData();

  const std::string& path() const { return path_; }
  int descriptor() const { return descriptor_; }

 private:
  File(std::string path, int descriptor)
      : path_(std::move(path)), descriptor_(descriptor) {}

  std::string path_;
  int descriptor_ = -1;
};

// "PATH: WHAT: no such file", with the code that fits the error number.
absl::Status FileError(int error, const std::string& path,
                       std::string_view what);

// The same status, of a file: "PATH: its message".
absl::Status InFile(const std::string& path, const absl::Status& status);

// The same status, but DataLoss where a file was not found that belongs to a
// ledger, an archive or a backup: it was lost.
absl::Status MustBeThere(const absl::Status& status);

// Whether the file system that holds `path` has no room left.
bool DiskIsFull(const std::string& path);

// What a process without privileges may still write to the file system that
// holds `path`.
absl::StatusOr<std::uint64_t> FreeBytes(const std::string& path);

// Sets room aside, durably, for a file to grow to so many bytes; its size stays
// as it is. Nothing where the file system cannot do that.
absl::Status ReserveBytes(const std::string& path, std::uint64_t bytes);

// Makes entries of a directory durable: a new file is only there after a crash
// once its directory was synced too.
absl::Status SyncDirectory(const std::string& path);

// Gives a file its name, or the place of another one, durably. Both paths are
// in one directory.
absl::Status RenameDurably(const std::string& from, const std::string& to);

// Whether anything lies under a path.
bool FileExists(const std::string& path);

// Removes a file, if it is there. Its directory is not synced.
absl::Status RemoveFile(const std::string& path);

// The whole of a file. NotFound if there is none.
absl::StatusOr<std::string> ReadWhole(const std::string& path);

// Writes a file that is there whole, and durably, or not at all.
absl::Status WriteWhole(const std::string& path, std::string_view text);

// Makes the missing part of a path, each directory for its owner only, and each
// durable in its parent.
absl::Status MakeDirectories(const std::string& path);

// The directory that holds `path`.
std::string ParentOf(const std::string& path);

// Whether a path is a directory or lies below it, links followed; what is not
// there is compared by its name.
bool LiesWithin(const std::string& path, const std::string& directory);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_LMDB_FILE_H_
