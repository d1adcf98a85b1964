// SpoolFile: a temporary file without a name, gone with its descriptor even if
// the process is killed.
//
// Threads: one at a time.
// Errors:  absl::Status with the folder and the system's reason.

#ifndef KUMBARA_TOOLS_ROWS_SPOOL_FILE_H_
#define KUMBARA_TOOLS_ROWS_SPOOL_FILE_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace kumbara::tools {

// An open file descriptor, closed at the end. -1 is none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.Release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { Close(); }

  int get() const { return fd_; }
  void Close();

 private:
  int Release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }

  int fd_ = -1;
};

// The next bytes of a file, pipe or socket; 0 at its end.
absl::StatusOr<std::size_t> ReadSome(int fd, char* to, std::size_t size);
// Up to `size` bytes at `offset` of a file; fewer only at its end.
absl::StatusOr<std::size_t> ReadAt(int fd, std::uint64_t offset, char* to,
                                   std::size_t size);

class SpoolFile {
 public:
  // In `folder`, or, if that is empty, in $TMPDIR, or in /tmp.
  static absl::StatusOr<SpoolFile> Create(const std::string& folder);

  absl::Status Append(std::string_view bytes);

  int fd() const { return descriptor_.get(); }
  std::uint64_t size() const { return size_; }
  Descriptor TakeDescriptor() { return std::move(descriptor_); }

 private:
  SpoolFile(std::string folder, Descriptor descriptor)
      : folder_(std::move(folder)), descriptor_(std::move(descriptor)) {}

  std::string folder_;
  Descriptor descriptor_;
  std::uint64_t size_ = 0;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_ROWS_SPOOL_FILE_H_
