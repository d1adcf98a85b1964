#include "tools/rows/spool_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <vector>

namespace kumbara::tools {
namespace {

std::string FolderOr(const std::string& folder) {
  if (!folder.empty()) return folder;
  const char* from_environment = std::getenv("TMPDIR");
  if (from_environment != nullptr && *from_environment != '\0') {
    return from_environment;
  }
  return "/tmp";
}

absl::Status SpoolError(const std::string& folder, std::string_view what) {
  const int error = errno;
  return absl::ErrnoToStatus(
      error, std::string(what) + " a temporary file in " + folder);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    Close();
    fd_ = other.Release();
  }
  return *this;
}

void Descriptor::Close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

absl::StatusOr<std::size_t> ReadSome(int fd, char* to, std::size_t size) {
  for (;;) {
    const ssize_t count = ::read(fd, to, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return absl::ErrnoToStatus(errno, "read");
  }
}

absl::StatusOr<std::size_t> ReadAt(int fd, std::uint64_t offset, char* to,
                                   std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count =
        ::pread(fd, to + done, size - done, static_cast<off_t>(offset + done));
    if (count == 0) break;
    if (count > 0) {
      done += static_cast<std::size_t>(count);
    } else if (errno != EINTR) {
      return absl::ErrnoToStatus(errno, "read");
    }
  }
  return done;
}

absl::StatusOr<SpoolFile> SpoolFile::Create(const std::string& folder) {
  const std::string where = FolderOr(folder);
  // Not O_TMPFILE: some file systems lack it.
  std::string pattern = where + "/kumbara-XXXXXX";
  const int fd = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (fd < 0) return SpoolError(where, "cannot create");
  ::unlink(pattern.c_str());
  return SpoolFile(where, Descriptor(fd));
}

absl::Status SpoolFile::Append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::pwrite(descriptor_.get(), bytes.data(),
                                   bytes.size(), static_cast<off_t>(size_));
    if (count < 0) {
      if (errno == EINTR) continue;
      return SpoolError(folder_, "cannot write");
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
    size_ += static_cast<std::uint64_t>(count);
  }
  return absl::OkStatus();
}

}  // namespace kumbara::tools
