#include "storage/lmdb/file.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;

// A disk with less than this free cannot take another commit.
constexpr std::uint64_t kFullBelowBytes = 64 * 1024;

// Without a slash at its end, which would be one more name.
fs::path WholePath(const std::string& path) {
  std::error_code ignored;  // Then it is compared as far as it goes.
  const fs::path whole = fs::weakly_canonical(fs::absolute(path), ignored);
  return whole.has_filename() ? whole : whole.parent_path();
}

absl::StatusCode StatusCodeOfErrno(int error) {
  switch (error) {
    case ENOENT:
      return absl::StatusCode::kNotFound;
    case EEXIST:
      return absl::StatusCode::kAlreadyExists;
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::StatusCode::kPermissionDenied;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case ENOMEM:
    case EMFILE:
    case ENFILE:
      return absl::StatusCode::kResourceExhausted;
    default:
      return absl::StatusCode::kInternal;
  }
}

}  // namespace

absl::StatusOr<File> File::Open(const std::string& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_CLOEXEC, kFileMode);
  if (descriptor < 0) {
    return FileError(errno, path,
                     (flags & O_CREAT) != 0 ? "cannot create" : "cannot open");
  }
  return File(path, descriptor);
}

File::File(File&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::StatusOr<std::size_t> File::ReadAt(std::uint64_t offset,
                                         std::span<std::byte> out) const {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t read =
        pread(descriptor_, out.data() + done, out.size() - done,
              static_cast<off_t>(offset + done));
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return FileError(errno, path_, "cannot read");
    if (read == 0) break;
    done += static_cast<std::size_t>(read);
  }
  return done;
}

absl::Status File::WriteAt(std::uint64_t offset,
                           std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(descriptor_, bytes.data(), bytes.size(),
                                   static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError(errno, path_, "cannot write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return absl::OkStatus();
}

absl::Status File::SyncData() {
  if (fdatasync(descriptor_) != 0) {
    return FileError(errno, path_, "cannot sync");
  }
  return absl::OkStatus();
}

absl::Status FileError(int error, const std::string& path,
                       std::string_view what) {
  const absl::string_view tried(what.data(), what.size());
  if ((error == EIO || error == ENOSPC) && DiskIsFull(path)) {
    return absl::ResourceExhaustedError(
        absl::StrCat(path, ": ", tried, ": disk full"));
  }
  return absl::Status(StatusCodeOfErrno(error),
                      absl::StrCat(path, ": ", tried, ": ",
                                   std::generic_category().message(error)));
}

absl::Status InFile(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(path, ": ", status.message()));
}

absl::Status MustBeThere(const absl::Status& status) {
  if (!absl::IsNotFound(status)) return status;
  return absl::DataLossError(absl::StrCat(
      status.message(), "; put back what was lost, or restore a backup"));
}

absl::StatusOr<std::uint64_t> FreeBytes(const std::string& path) {
  struct statvfs disk;
  if (statvfs(path.c_str(), &disk) != 0) {
    return FileError(errno, path, "cannot ask how much is free");
  }
  return disk.f_bavail * disk.f_frsize;
}

// Of the directory where there is no such file yet. Not by FileError, which
// asks.
bool DiskIsFull(const std::string& path) {
  struct statvfs disk;
  if (statvfs(path.c_str(), &disk) != 0 &&
      statvfs(ParentOf(path).c_str(), &disk) != 0) {
    return false;
  }
  return disk.f_bavail * disk.f_frsize < kFullBelowBytes;
}

absl::Status ReserveBytes(const std::string& path, std::uint64_t bytes) {
  const absl::StatusOr<File> file = File::Open(path, O_RDWR);
  if (!file.ok()) return file.status();
  int code = 0;
  do {
    code = fallocate(file->descriptor(), FALLOC_FL_KEEP_SIZE, 0,
                     static_cast<off_t>(bytes));
  } while (code != 0 && errno == EINTR);
  if (code != 0) {
    return errno == EOPNOTSUPP || errno == ENOSYS
               ? absl::OkStatus()
               : FileError(errno, path, "cannot reserve room");
  }
  return fsync(file->descriptor()) == 0 ? absl::OkStatus()
                                        : FileError(errno, path, "cannot sync");
}

absl::Status SyncDirectory(const std::string& path) {
  absl::StatusOr<File> directory = File::Open(path, O_RDONLY | O_DIRECTORY);
  if (!directory.ok()) return directory.status();
  if (fsync(directory->descriptor()) != 0) {
    return FileError(errno, path, "cannot sync the directory");
  }
  return absl::OkStatus();
}

absl::Status RenameDurably(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) {
    return FileError(errno, from, "cannot rename");
  }
  return SyncDirectory(ParentOf(to));
}

bool FileExists(const std::string& path) {
  struct stat facts;
  return stat(path.c_str(), &facts) == 0;
}

absl::Status RemoveFile(const std::string& path) {
  if (unlink(path.c_str()) != 0 && errno != ENOENT) {
    return FileError(errno, path, "cannot remove");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  absl::StatusOr<File> file = File::Open(path, O_RDONLY);
  if (!file.ok()) return file.status();
  struct stat facts;
  if (fstat(file->descriptor(), &facts) != 0) {
    return FileError(errno, path, "cannot read");
  }
  std::string text(static_cast<std::size_t>(facts.st_size), '\0');
  const absl::StatusOr<std::size_t> read =
      file->ReadAt(0, std::as_writable_bytes(std::span(text)));
  if (!read.ok()) return read.status();
  text.resize(*read);
  return text;
}

absl::Status WriteWhole(const std::string& path, std::string_view text) {
  const std::string unready = path + ".new";
  absl::StatusOr<File> file = File::Open(unready, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.ok()) return file.status();
  absl::Status status = file->WriteAt(0, std::as_bytes(std::span(text)));
  if (status.ok()) status = file->SyncData();
  return status.ok() ? RenameDurably(unready, path) : status;
}

absl::Status MakeDirectories(const std::string& path) {
  if (FileExists(path)) return absl::OkStatus();
  const std::string parent = ParentOf(path);
  if (absl::Status status = MakeDirectories(parent); !status.ok()) {
    return status;
  }
  if (mkdir(path.c_str(), kDirectoryMode) != 0 && errno != EEXIST) {
    return FileError(errno, path, "cannot create");
  }
  return SyncDirectory(parent);
}

std::string ParentOf(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

bool LiesWithin(const std::string& path, const std::string& directory) {
  const fs::path inner = WholePath(path);
  const fs::path outer = WholePath(directory);
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end())
             .first == outer.end();
}

}  // namespace kumbara::storage
