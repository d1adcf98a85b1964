// fault_shim: stands between a program and the calls that reach its files, by
// LD_PRELOAD. It writes down what was written and synced, and makes one call
// fail, fall short or be the last.
//
//   KUMBARA_FAULT_ROOT=DIR     only files below it are looked at, and not the
//                              lock files of LMDB
//   KUMBARA_FAULT_LOG=FILE     every change of them is appended to FILE, in the
//                              order in which it was made (fault_log.h)
//   KUMBARA_FAULT_MARKS=FILE   a file beside them whose lines are written down
//                              too, where they stand in that order
//   KUMBARA_FAULT=CALL:N:WHAT  the Nth call of this name below DIR (`any`: of
//                              all but reads; `malloc`: the Nth allocation)
//                              fails with the error WHAT (a number), `short`
//                              writes or reads half, `kill` ends the process
//                              before it, `killed` after it, `stopped` stops it
//                              there until it gets SIGCONT; N+ means the Nth
//                              and all later ones
//   KUMBARA_FAULT_MET=FILE     gets the path that such a call was about
//   KUMBARA_FAULT_COUNT=FILE   at exit, a line "CALL COUNT" for each name

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/faults/fault_log.h"

extern "C" void* __libc_malloc(std::size_t size);

namespace {

using kumbara::FaultEvent;
using kumbara::FaultEventKind;

enum Call : int {
  kOpen,
  kWrite,
  kPwrite,
  kWritev,
  kFdatasync,
  kFsync,
  kFtruncate,
  kFallocate,
  kRename,
  kUnlink,
  kMkdir,
  kMmap,
  kRead,
  kPread,
  kCalls,
};
constexpr const char* kCallNames[kCalls] = {
    "open",  "write",     "pwrite",    "writev", "fdatasync",
    "fsync", "ftruncate", "fallocate", "rename", "unlink",
    "mkdir", "mmap",      "read",      "pread"};

constexpr int kDescriptors = 1024;
constexpr int kPathMax = 512;

struct Descriptor {
  char path[kPathMax];
  bool is_followed;
  bool is_marks;
  bool is_synced;  // Opened with O_DSYNC: each write is durable when it ends.
};

// All of it is in place before the program's own code runs, and used under one
// lock, so that the log has the order of the calls themselves.
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
Descriptor descriptors[kDescriptors];
char root[kPathMax];
char marks[kPathMax];
char count_path[kPathMax];
char met_path[kPathMax];
int log_descriptor = -1;
std::uint64_t counts[kCalls];
std::uint64_t all_counted = 0;

enum class What { kNothing, kError, kShort, kKill, kKilled, kStopped };
struct Fault {
  int call = -1;  // kCalls: any.
  std::uint64_t number = 0;
  bool and_later = false;
  What what = What::kNothing;
  int error = 0;
} fault;
std::atomic<std::int64_t> mallocs_left{-1};
bool every_malloc = false;

template <class Function>
Function Real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

void CopyText(char* to, const char* from) {
  std::snprintf(to, kPathMax, "%s", from != nullptr ? from : "");
}

bool ParseFault(const char* text) {
  char call[32];
  unsigned long long number = 0;
  char plus_or_colon = 0;
  char rest[32];
  if (std::sscanf(text, "%31[^:]:%llu%c%31s", call, &number, &plus_or_colon,
                  rest) != 4) {
    return false;
  }
  fault.and_later = plus_or_colon == '+';
  const char* what = fault.and_later ? rest + 1 : rest;
  fault.number = number;
  if (std::strcmp(call, "malloc") == 0) {
    mallocs_left = static_cast<std::int64_t>(number);
    every_malloc = fault.and_later;
    return true;
  }
  fault.call = std::strcmp(call, "any") == 0 ? kCalls : -1;
  for (int i = 0; i < kCalls; ++i) {
    if (std::strcmp(call, kCallNames[i]) == 0) fault.call = i;
  }
  if (std::strcmp(what, "short") == 0) {
    fault.what = What::kShort;
  } else if (std::strcmp(what, "kill") == 0) {
    fault.what = What::kKill;
  } else if (std::strcmp(what, "killed") == 0) {
    fault.what = What::kKilled;
  } else if (std::strcmp(what, "stopped") == 0) {
    fault.what = What::kStopped;
  } else {
    fault.what = What::kError;
    fault.error = std::atoi(what);
  }
  return fault.call >= 0;
}

__attribute__((constructor)) void Begin() {
  CopyText(root, std::getenv("KUMBARA_FAULT_ROOT"));
  CopyText(marks, std::getenv("KUMBARA_FAULT_MARKS"));
  CopyText(count_path, std::getenv("KUMBARA_FAULT_COUNT"));
  CopyText(met_path, std::getenv("KUMBARA_FAULT_MET"));
  if (const char* path = std::getenv("KUMBARA_FAULT_LOG")) {
    log_descriptor = Real<int (*)(const char*, int, ...)>("open")(
        path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
  const char* text = std::getenv("KUMBARA_FAULT");
  if (text != nullptr && !ParseFault(text)) {
    std::fprintf(stderr, "fault_shim: KUMBARA_FAULT=%s: not understood\n",
                 text);
    _exit(99);
  }
}

__attribute__((destructor)) void End() {
  if (count_path[0] == 0) return;
  if (std::FILE* file = std::fopen(count_path, "w")) {
    for (int i = 0; i < kCalls; ++i) {
      std::fprintf(file, "%s %llu\n", kCallNames[i],
                   static_cast<unsigned long long>(counts[i]));
    }
    std::fprintf(file, "any %llu\n",
                 static_cast<unsigned long long>(all_counted));
    std::fclose(file);
  }
}

bool IsFollowed(const char* path) {
  const std::size_t length = std::strlen(root);
  if (length == 0 || path == nullptr || std::strncmp(path, root, length) != 0) {
    return false;
  }
  const std::size_t size = std::strlen(path);
  const char* kLock = "-lock";
  return size < 5 || std::strcmp(path + size - 5, kLock) != 0;
}

Descriptor* Of(int descriptor) {
  return descriptor >= 0 && descriptor < kDescriptors ? &descriptors[descriptor]
                                                      : nullptr;
}
bool IsFollowed(int descriptor) {
  const Descriptor* of = Of(descriptor);
  return of != nullptr && of->is_followed;
}

void Log(FaultEventKind kind, const char* path, std::uint64_t offset,
         const void* bytes, std::uint64_t size, const char* other = "",
         bool is_synced = false) {
  if (log_descriptor < 0) return;
  FaultEvent event;
  event.kind = kind;
  event.is_synced = is_synced;
  event.path_bytes = static_cast<std::uint16_t>(std::strlen(path));
  event.other_bytes = static_cast<std::uint16_t>(std::strlen(other));
  event.offset = offset;
  event.size = size;
  event.data_bytes = bytes == nullptr ? 0 : size;
  iovec parts[4] = {{&event, sizeof(event)},
                    {const_cast<char*>(path), event.path_bytes},
                    {const_cast<char*>(other), event.other_bytes},
                    {const_cast<void*>(bytes), event.data_bytes}};
  static const auto real = Real<ssize_t (*)(int, const iovec*, int)>("writev");
  const ssize_t wanted = static_cast<ssize_t>(
      sizeof(event) + event.path_bytes + event.other_bytes + event.data_bytes);
  if (real(log_descriptor, parts, 4) != wanted) {
    std::fprintf(stderr, "fault_shim: the log cannot be written\n");
    _exit(99);
  }
}

void TellWhatMet(const char* path) {
  if (met_path[0] == 0) return;
  static const auto real_open = Real<int (*)(const char*, int, ...)>("open");
  static const auto real_write =
      Real<ssize_t (*)(int, const void*, std::size_t)>("write");
  const int file = real_open(met_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const std::size_t size = std::strlen(path);
  if (file < 0 || real_write(file, path, size) < 0) _exit(99);
  Real<int (*)(int)>("close")(file);
}

// What becomes of a call that is about to be made.
What Meet(Call call, const char* path) {
  const bool is_read = call == kRead || call == kPread;
  const std::uint64_t number = ++counts[call];
  const std::uint64_t of_all = is_read ? 0 : ++all_counted;
  if (fault.call != call && fault.call != kCalls) return What::kNothing;
  const std::uint64_t at = fault.call == kCalls ? of_all : number;
  const bool meets = fault.and_later ? at >= fault.number : at == fault.number;
  if (!meets || at == 0) return What::kNothing;
  TellWhatMet(path);
  if (fault.what == What::kKill) raise(SIGKILL);
  return fault.what;
}

void After(What what) {
  if (what == What::kKilled) raise(SIGKILL);
  if (what == What::kStopped) raise(SIGSTOP);
}

class Locked {
 public:
  Locked() { pthread_mutex_lock(&lock); }
  ~Locked() { pthread_mutex_unlock(&lock); }
};

int FailWith(int error) {
  errno = error;
  return -1;
}

int Opened(int descriptor, const char* path, int flags, bool was_there) {
  if (Descriptor* of = Of(descriptor)) {
    of->is_followed = IsFollowed(path);
    of->is_marks = marks[0] != 0 && std::strcmp(path, marks) == 0;
    of->is_synced = (flags & O_DSYNC) != 0;
    CopyText(of->path, path);
    if (of->is_followed && !was_there) {
      Log(FaultEventKind::kCreate, path, 0, nullptr, 0);
    }
    if (of->is_followed && was_there && (flags & O_TRUNC) != 0) {
      Log(FaultEventKind::kTruncate, path, 0, nullptr, 0);
    }
  }
  return descriptor;
}

int OpenAs(const char* name, const char* path, int flags, mode_t mode) {
  const auto real = Real<int (*)(const char*, int, ...)>(name);
  const Locked locked;
  const bool is_marks = marks[0] != 0 && std::strcmp(path, marks) == 0;
  if (!IsFollowed(path) && !is_marks) return real(path, flags, mode);
  const What what = is_marks ? What::kNothing : Meet(kOpen, path);
  if (what == What::kError) return FailWith(fault.error);
  struct stat facts;
  const bool was_there = stat(path, &facts) == 0;
  const int descriptor = real(path, flags, mode);
  if (descriptor >= 0) Opened(descriptor, path, flags, was_there);
  After(what);
  return descriptor;
}

mode_t ModeOf(int flags, va_list more) {
  return (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(more, int)) : 0;
}

// A write of one piece at a place; `real(size)` makes it.
template <class RealWrite>
ssize_t WriteAs(Call call, int descriptor, std::uint64_t offset,
                const void* bytes, std::size_t size, const RealWrite& real) {
  const Descriptor& of = descriptors[descriptor];
  const What what = of.is_marks ? What::kNothing : Meet(call, of.path);
  if (what == What::kError) return FailWith(fault.error);
  const ssize_t written = real(what == What::kShort ? (size + 1) / 2 : size);
  if (written > 0) {
    Log(of.is_marks ? FaultEventKind::kMark : FaultEventKind::kWrite, of.path,
        offset, bytes, static_cast<std::uint64_t>(written), "", of.is_synced);
  }
  After(what);
  return written;
}

// Of one piece; `real(size)` reads it.
template <class RealRead>
ssize_t ReadAs(Call call, int descriptor, std::size_t size,
               const RealRead& real) {
  const Locked locked;
  const What what = Meet(call, descriptors[descriptor].path);
  if (what == What::kError) return FailWith(fault.error);
  const ssize_t read = real(what == What::kShort ? (size + 1) / 2 : size);
  After(what);
  return read;
}

bool IsWatched(int descriptor) {
  const Descriptor* of = Of(descriptor);
  return of != nullptr && (of->is_followed || of->is_marks);
}

std::uint64_t PlaceOf(int descriptor) {
  const off_t place = lseek(descriptor, 0, SEEK_CUR);
  return place < 0 ? 0 : static_cast<std::uint64_t>(place);
}

int SyncAs(Call call, const char* name, int descriptor) {
  const auto real = Real<int (*)(int)>(name);
  const Locked locked;
  if (!IsFollowed(descriptor)) return real(descriptor);
  const What what = Meet(call, descriptors[descriptor].path);
  if (what == What::kError) return FailWith(fault.error);
  const int result = real(descriptor);
  if (result == 0) {
    Log(FaultEventKind::kSync, descriptors[descriptor].path, 0, nullptr, 0);
  }
  After(what);
  return result;
}

int TruncateAs(const char* name, int descriptor, off_t size) {
  const auto real = Real<int (*)(int, off_t)>(name);
  const Locked locked;
  if (!IsFollowed(descriptor)) return real(descriptor, size);
  const What what = Meet(kFtruncate, descriptors[descriptor].path);
  if (what == What::kError) return FailWith(fault.error);
  const int result = real(descriptor, size);
  if (result == 0) {
    Log(FaultEventKind::kTruncate, descriptors[descriptor].path, 0, nullptr,
        static_cast<std::uint64_t>(size));
  }
  After(what);
  return result;
}

int AllocateAs(const char* name, int descriptor, int mode, off_t from,
               off_t size) {
  const auto real = Real<int (*)(int, int, off_t, off_t)>(name);
  const Locked locked;
  if (!IsFollowed(descriptor)) return real(descriptor, mode, from, size);
  const What what = Meet(kFallocate, descriptors[descriptor].path);
  if (what == What::kError) return FailWith(fault.error);
  const int result = real(descriptor, mode, from, size);
  After(what);
  return result;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = ModeOf(flags, more);
  va_end(more);
  return OpenAs("open", path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = ModeOf(flags, more);
  va_end(more);
  return OpenAs("open64", path, flags, mode);
}

int close(int descriptor) {
  static const auto real = Real<int (*)(int)>("close");
  const Locked locked;
  if (Descriptor* of = Of(descriptor)) *of = Descriptor{};
  return real(descriptor);
}

ssize_t write(int descriptor, const void* bytes, std::size_t size) {
  static const auto real =
      Real<ssize_t (*)(int, const void*, std::size_t)>("write");
  if (!IsWatched(descriptor)) return real(descriptor, bytes, size);
  const Locked locked;
  return WriteAs(
      kWrite, descriptor, PlaceOf(descriptor), bytes, size,
      [&](std::size_t part) { return real(descriptor, bytes, part); });
}

ssize_t pwrite(int descriptor, const void* bytes, std::size_t size,
               off_t offset) {
  static const auto real =
      Real<ssize_t (*)(int, const void*, std::size_t, off_t)>("pwrite");
  if (!IsWatched(descriptor)) return real(descriptor, bytes, size, offset);
  const Locked locked;
  return WriteAs(
      kPwrite, descriptor, static_cast<std::uint64_t>(offset), bytes, size,
      [&](std::size_t part) { return real(descriptor, bytes, part, offset); });
}
ssize_t pwrite64(int descriptor, const void* bytes, std::size_t size,
                 off64_t offset) {
  return pwrite(descriptor, bytes, size, offset);
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
  static const auto real = Real<ssize_t (*)(int, const iovec*, int)>("writev");
  if (!IsWatched(descriptor)) return real(descriptor, parts, count);
  const Locked locked;
  // In one piece, for the log.
  std::size_t size = 0;
  for (int i = 0; i < count; ++i) size += parts[i].iov_len;
  char* bytes = static_cast<char*>(__libc_malloc(size));
  std::size_t at = 0;
  for (int i = 0; i < count; ++i) {
    std::memcpy(bytes + at, parts[i].iov_base, parts[i].iov_len);
    at += parts[i].iov_len;
  }
  const auto whole = Real<ssize_t (*)(int, const void*, std::size_t)>("write");
  const ssize_t written =
      WriteAs(kWritev, descriptor, PlaceOf(descriptor), bytes, size,
              [&](std::size_t part) { return whole(descriptor, bytes, part); });
  std::free(bytes);
  return written;
}

ssize_t read(int descriptor, void* bytes, std::size_t size) {
  static const auto real = Real<ssize_t (*)(int, void*, std::size_t)>("read");
  if (!IsFollowed(descriptor)) return real(descriptor, bytes, size);
  return ReadAs(kRead, descriptor, size, [&](std::size_t part) {
    return real(descriptor, bytes, part);
  });
}

ssize_t pread(int descriptor, void* bytes, std::size_t size, off_t offset) {
  static const auto real =
      Real<ssize_t (*)(int, void*, std::size_t, off_t)>("pread");
  if (!IsFollowed(descriptor)) return real(descriptor, bytes, size, offset);
  return ReadAs(kPread, descriptor, size, [&](std::size_t part) {
    return real(descriptor, bytes, part, offset);
  });
}
ssize_t pread64(int descriptor, void* bytes, std::size_t size, off64_t offset) {
  return pread(descriptor, bytes, size, offset);
}

int fdatasync(int descriptor) {
  return SyncAs(kFdatasync, "fdatasync", descriptor);
}
int fsync(int descriptor) { return SyncAs(kFsync, "fsync", descriptor); }

int ftruncate(int descriptor, off_t size) {
  return TruncateAs("ftruncate", descriptor, size);
}
int ftruncate64(int descriptor, off64_t size) {
  return TruncateAs("ftruncate64", descriptor, size);
}

int fallocate(int descriptor, int mode, off_t from, off_t size) {
  return AllocateAs("fallocate", descriptor, mode, from, size);
}
int fallocate64(int descriptor, int mode, off64_t from, off64_t size) {
  return AllocateAs("fallocate64", descriptor, mode, from, size);
}

int rename(const char* from, const char* to) {
  static const auto real = Real<int (*)(const char*, const char*)>("rename");
  const Locked locked;
  if (!IsFollowed(from) && !IsFollowed(to)) return real(from, to);
  const What what = Meet(kRename, from);
  if (what == What::kError) return FailWith(fault.error);
  const int result = real(from, to);
  if (result == 0) Log(FaultEventKind::kRename, from, 0, nullptr, 0, to);
  After(what);
  return result;
}

int unlink(const char* path) {
  static const auto real = Real<int (*)(const char*)>("unlink");
  const Locked locked;
  if (!IsFollowed(path)) return real(path);
  const What what = Meet(kUnlink, path);
  if (what == What::kError) return FailWith(fault.error);
  const int result = real(path);
  if (result == 0) Log(FaultEventKind::kUnlink, path, 0, nullptr, 0);
  After(what);
  return result;
}

int mkdir(const char* path, mode_t mode) {
  static const auto real = Real<int (*)(const char*, mode_t)>("mkdir");
  const Locked locked;
  if (!IsFollowed(path)) return real(path, mode);
  const What what = Meet(kMkdir, path);
  if (what == What::kError) return FailWith(fault.error);
  const int result = real(path, mode);
  if (result == 0) Log(FaultEventKind::kMkdir, path, 0, nullptr, 0);
  After(what);
  return result;
}

void* mmap(void* address, std::size_t size, int protection, int flags,
           int descriptor, off_t offset) noexcept {
  static const auto real =
      Real<void* (*)(void*, std::size_t, int, int, int, off_t)>("mmap");
  if (!IsFollowed(descriptor)) {
    return real(address, size, protection, flags, descriptor, offset);
  }
  const Locked locked;
  const What what = Meet(kMmap, descriptors[descriptor].path);
  if (what == What::kError) {
    errno = fault.error;
    return reinterpret_cast<void*>(-1);
  }
  void* const at = real(address, size, protection, flags, descriptor, offset);
  After(what);
  return at;
}
void* mmap64(void* address, std::size_t size, int protection, int flags,
             int descriptor, off64_t offset) noexcept {
  return mmap(address, size, protection, flags, descriptor, offset);
}

void* malloc(std::size_t size) noexcept {
  if (mallocs_left.load(std::memory_order_relaxed) >= 0) {
    const std::int64_t left = mallocs_left.fetch_sub(1) - 1;
    if (left == 0 || (every_malloc && left < 0)) {
      if (every_malloc) mallocs_left = 1;
      errno = ENOMEM;
      return nullptr;
    }
  }
  return __libc_malloc(size);
}

}  // extern "C"
