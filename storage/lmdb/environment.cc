#include "storage/lmdb/environment.h"

#include <fcntl.h>
#include <lmdb.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <mutex>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/lmdb/file.h"
#include "storage/lmdb/file_mapping.h"
#include "storage/lmdb/lmdb_status.h"
#include "storage/lmdb/meta_page.h"

namespace kumbara::storage {
namespace {

std::mutex open_mutex;
std::set<std::string>& OpenPaths() {  // Guarded by open_mutex.
  static std::set<std::string>* const paths = new std::set<std::string>;
  return *paths;
}

std::string Canonical(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::weakly_canonical(path, ignored).string();
}

// The size of a lock file, for the number of readers that LMDB allows by
// default.
constexpr off_t kLockBytes = 8192;

// LMDB maps its lock file: a page for which the disk has no room would end the
// process by a signal. REQUIRES: the file is not open in this process.
absl::Status ReserveLockFile(const std::string& path) {
  const std::string lock = Environment::LockPathOf(path);
  const int descriptor = open(lock.c_str(), O_RDWR | O_CREAT, kFileMode);
  if (descriptor < 0) return absl::OkStatus();  // LMDB will say why.
  const int code = posix_fallocate(descriptor, 0, kLockBytes);
  close(descriptor);
  return code == ENOSPC ? FileError(code, lock, "cannot make room")
                        : absl::OkStatus();
}

}  // namespace

// Holds a path for one environment of this process.
class Environment::Claim {
 public:
  static std::unique_ptr<Claim> Of(const std::string& path) {
    const std::lock_guard lock(open_mutex);
    std::string canonical = Canonical(path);
    if (!OpenPaths().insert(canonical).second) return nullptr;
    return std::unique_ptr<Claim>(new Claim(std::move(canonical)));
  }
  ~Claim() {
    const std::lock_guard lock(open_mutex);
    OpenPaths().erase(path_);
  }

  const std::string& path() const { return path_; }

 private:
  explicit Claim(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

Environment::Environment(std::string path)
    : path_(std::move(path)), claim_(Claim::Of(path_)) {}

Environment::~Environment() {
  if (env_ != nullptr) mdb_env_close(env_);
}

std::string Environment::LockPathOf(const std::string& path) {
  return path + "-lock";
}

absl::Status Environment::Remove(const std::string& path) {
  const absl::Status removed = RemoveFile(path);
  return removed.ok() ? RemoveFile(LockPathOf(path)) : removed;
}

absl::StatusOr<std::unique_ptr<Environment>> Environment::Create(
    const std::string& path, std::uint64_t map_bytes) {
  if (FileExists(path)) {
    return absl::AlreadyExistsError(absl::StrCat(path, ": already exists"));
  }
  if (absl::Status status = Make(path, map_bytes); !status.ok()) return status;
  return Open(path, Access::kReadWrite);
}

// A file gets its name when it is whole: LMDB syncs its first two pages with
// the first commit only, and one of them torn would be taken for damage.
absl::Status Environment::Make(const std::string& path,
                               std::uint64_t map_bytes) {
  const std::string unready = path + ".new";
  if (absl::Status status = Remove(unready); !status.ok()) return status;
  {
    Environment made(unready);
    if (absl::Status status = made.MakeFile(map_bytes); !status.ok()) {
      return status;
    }
  }
  absl::Status unlocked = RemoveFile(LockPathOf(unready));
  return unlocked.ok() ? RenameDurably(unready, path) : unlocked;
}

absl::Status Environment::MakeFile(std::uint64_t map_bytes) {
  if (const int code = mdb_env_create(&env_); code != 0) {
    return LmdbError(code, path_, "cannot create");
  }
  if (const int code = mdb_env_set_mapsize(env_, map_bytes); code != 0) {
    return LmdbError(code, path_, "cannot set the map size");
  }
  if (absl::Status status = OpenFile(0); !status.ok()) return status;
  if (const int code = mdb_env_sync(env_, 1); code != 0) {
    return LmdbError(code, path_, "cannot sync");
  }
  return absl::OkStatus();
}

absl::Status Environment::ReserveLock(const std::string& path) {
  return ReserveLockFile(path);
}

absl::StatusOr<std::unique_ptr<Environment>> Environment::Open(
    const std::string& path, Access access) {
  if (absl::Status status = CheckMetaPages(path); !status.ok()) return status;
  std::unique_ptr<Environment> opened(new Environment(path));
  if (const int code = mdb_env_create(&opened->env_); code != 0) {
    return LmdbError(code, path, "cannot open");
  }
  // The map size is the one given at creation: the file remembers it.
  if (absl::Status status =
          opened->OpenFile(access == Access::kReadOnly ? MDB_RDONLY : 0);
      !status.ok()) {
    return status;
  }
  return opened;
}

absl::Status Environment::OpenFile(unsigned flags) {
  if (claim_ == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrCat(path_, ": is already open in this process"));
  }
  if (absl::Status status = ReserveLockFile(path_); !status.ok()) {
    return status;
  }
  if (const int code = mdb_env_open(
          env_, path_.c_str(), flags | MDB_NOSUBDIR | MDB_NOTLS, kFileMode);
      code != 0) {
    return LmdbError(code, path_, "cannot open");
  }
  // Readers that died without leaving would keep pages from being reused.
  int dead = 0;
  if (const int code = mdb_reader_check(env_, &dead); code != 0) {
    return LmdbError(code, path_, "cannot check its readers");
  }
  MDB_txn* transaction = nullptr;
  if (const int code = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &transaction);
      code != 0) {
    return LmdbError(code, path_, "cannot begin reading");
  }
  const int code = mdb_dbi_open(transaction, nullptr, 0, &table_);
  mdb_txn_abort(transaction);
  if (code != 0) return LmdbError(code, path_, "cannot open its table");
  int descriptor = -1;
  mdb_env_get_fd(env_, &descriptor);
  map_ = MappedAt(claim_->path(), descriptor);
  return absl::OkStatus();
}

absl::Status Environment::CheckWithin(const void* data,
                                      std::size_t bytes) const {
  if (map_ == nullptr) return absl::OkStatus();
  const auto* begin = static_cast<const std::byte*>(data);
  MDB_envinfo info;
  mdb_env_info(env_, &info);
  const std::uint64_t in_use = (info.me_last_pgno + 1) * kPageBytes;
  if (begin >= map_ && bytes <= in_use &&
      static_cast<std::uint64_t>(begin - map_) <= in_use - bytes) {
    return absl::OkStatus();
  }
  return absl::DataLossError(
      absl::StrCat(path_, ": a value lies outside the file"));
}

absl::StatusOr<ReadTransaction> Environment::BeginRead() const {
  MDB_txn* transaction = nullptr;
  if (const int code = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &transaction);
      code != 0) {
    return LmdbError(code, path_, "cannot begin reading");
  }
  return ReadTransaction(this, transaction);
}

absl::StatusOr<WriteTransaction> Environment::BeginWrite() {
  MDB_txn* transaction = nullptr;
  if (const int code = mdb_txn_begin(env_, nullptr, 0, &transaction);
      code != 0) {
    return LmdbError(code, path_, "cannot begin writing");
  }
  return WriteTransaction(this, transaction);
}

std::uint64_t Environment::used_bytes() const {
  MDB_envinfo info;
  mdb_env_info(env_, &info);
  return (info.me_last_pgno + 1) * kPageBytes;
}

std::uint64_t Environment::map_bytes() const {
  MDB_envinfo info;
  mdb_env_info(env_, &info);
  return info.me_mapsize;
}

}  // namespace kumbara::storage
