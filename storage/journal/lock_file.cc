#include "storage/journal/lock_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "storage/journal/segment.h"

namespace kumbara::storage {
namespace {

// Wide enough for every process id, so that a shorter one leaves no rest of
// a longer one behind.
constexpr std::size_t kHolderBytes = 11;

std::string LockOf(const std::string& ledger_directory) {
  return ledger_directory + "/LOCK";
}

// All of a file, for one alone. Such a lock belongs to what was opened and not
// to the process, and can be asked about without being taken.
struct flock WholeFile() {
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

std::string HolderOf(const File& file) {
  std::array<std::byte, kHolderBytes> bytes;
  absl::StatusOr<std::size_t> read = file.ReadAt(0, bytes);
  if (!read.ok() || *read != kHolderBytes) return "unknown";
  const std::string text(reinterpret_cast<const char*>(bytes.data()),
                         kHolderBytes);
  return std::string(absl::StripAsciiWhitespace(text));
}

}  // namespace

absl::StatusOr<LockFile> LockFile::Acquire(
    const std::string& ledger_directory) {
  return AcquireFile(
      LockOf(ledger_directory),
      absl::StrCat(ledger_directory, ": the ledger is open in process "));
}

absl::StatusOr<bool> LockFile::IsHeld(const std::string& ledger_directory) {
  const absl::StatusOr<File> file =
      File::Open(LockOf(ledger_directory), O_RDONLY);
  if (absl::IsNotFound(file.status())) return false;
  if (!file.ok()) return file.status();
  struct flock lock = WholeFile();
  if (fcntl(file->descriptor(), F_OFD_GETLK, &lock) != 0) {
    return FileError(errno, file->path(), "cannot ask for its lock");
  }
  return lock.l_type != F_UNLCK;
}

absl::StatusOr<LockFile> LockFile::AcquireClosedSegments(
    const std::string& ledger_directory) {
  absl::StatusOr<LockFile> lock = AcquireFile(
      JournalDirectory(ledger_directory) + "/LOCK",
      absl::StrCat(ledger_directory, ": segments are being moved by process "));
  if (!lock.ok()) return MustBeThere(lock.status());
  return lock;
}

absl::StatusOr<LockFile> LockFile::AcquireSnapshots(
    const std::string& snapshot_directory) {
  return AcquireFile(snapshot_directory + "/LOCK",
                     absl::StrCat(snapshot_directory,
                                  ": snapshots are being made by process "));
}

absl::StatusOr<LockFile> LockFile::AcquireFile(const std::string& path,
                                               const std::string& refusal) {
  absl::StatusOr<File> file = File::Open(path, O_RDWR | O_CREAT);
  if (!file.ok()) return file.status();
  const struct flock lock = WholeFile();
  if (fcntl(file->descriptor(), F_OFD_SETLK, &lock) != 0) {
    if (errno != EAGAIN && errno != EACCES) {
      return FileError(errno, file->path(), "cannot lock");
    }
    return absl::FailedPreconditionError(
        absl::StrCat(refusal, HolderOf(*file)));
  }
  const std::string holder = absl::StrFormat("%10d\n", getpid());
  if (absl::Status status = file->WriteAt(0, std::as_bytes(std::span(holder)));
      !status.ok()) {
    return status;
  }
  return LockFile(*std::move(file));
}

}  // namespace kumbara::storage
