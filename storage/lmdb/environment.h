// Environment, ReadTransaction, WriteTransaction, Cursor: LMDB 0.9 in the one
// way this program uses it.
//
// An environment is one file (`x.mdb`, with its lock file `x.mdb-lock`) holding
// one table: keys are 64-bit numbers, stored big-endian so that they sort,
// values are appended in rising key order and never changed or deleted. So its
// free list stays trivial and no old reader can make it grow. Default
// durability only: Commit returns when the values are on the disk.
//
// Units:   bytes. Spans point into the file's mapping and end with their
//          transaction.
// Threads: an environment may be shared; a transaction or cursor has one owner
//          at a time and may move between threads. A file may be open once in
//          a process (LMDB loses its locks otherwise); a second Open is
//          refused. Any number of processes may read beside one writer.
// Errors:  a sentence with the file, what was tried and LMDB's words. DataLoss
//          is damage. After a failed Commit its outcome is unknown.
// Cost:    Get is a tree descent without copies. Commit is two disk flushes.

#ifndef KUMBARA_STORAGE_LMDB_ENVIRONMENT_H_
#define KUMBARA_STORAGE_LMDB_ENVIRONMENT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct MDB_env;
struct MDB_txn;
struct MDB_cursor;

namespace kumbara::storage {

enum class Access { kReadOnly, kReadWrite };

class Environment;

struct Entry {
  std::uint64_t key = 0;
  std::span<const std::byte> value;
};

// A consistent view of the table as of Begin or Renew.
class ReadTransaction {
 public:
  ReadTransaction(ReadTransaction&& other) noexcept;
  ReadTransaction& operator=(ReadTransaction&& other) noexcept;
  ~ReadTransaction();

  // Nothing if there is no such key.
  absl::StatusOr<std::optional<std::span<const std::byte>>> Get(
      std::uint64_t key) const;
  absl::StatusOr<std::uint64_t> Count() const;
  // Moves the view to the present. Spans got before are void.
  absl::Status Renew();

 private:
  friend class Environment;
  friend class Cursor;
  ReadTransaction(const Environment* environment, MDB_txn* transaction)
      : environment_(environment), transaction_(transaction) {}

  const Environment* environment_;
  MDB_txn* transaction_;
};

// A walk in key order. REQUIRES: its transaction outlives it, not renewed.
class Cursor {
 public:
  static absl::StatusOr<Cursor> Over(const ReadTransaction& transaction);
  Cursor(Cursor&& other) noexcept;
  Cursor& operator=(Cursor&&) = delete;
  ~Cursor();

  // Nothing behind the last entry.
  absl::StatusOr<std::optional<Entry>> First();
  absl::StatusOr<std::optional<Entry>> Last();
  absl::StatusOr<std::optional<Entry>> Next();
  absl::StatusOr<std::optional<Entry>> AtLeast(std::uint64_t key);

 private:
  Cursor(const Environment* environment, MDB_cursor* cursor)
      : environment_(environment), cursor_(cursor) {}
  absl::StatusOr<std::optional<Entry>> Move(std::uint64_t key, int operation);

  const Environment* environment_;
  MDB_cursor* cursor_;
};

// At most one at a time, over all processes. Abandoned unless committed.
class WriteTransaction {
 public:
  WriteTransaction(WriteTransaction&& other) noexcept;
  WriteTransaction& operator=(WriteTransaction&&) = delete;
  ~WriteTransaction();

  // Room for a value of `bytes` bytes, to be filled before Commit. 8-byte
  // aligned as long as all values are multiples of 8.
  // REQUIRES: key is greater than every key of the table.
  absl::StatusOr<std::span<std::byte>> Append(std::uint64_t key,
                                              std::size_t bytes);
  absl::Status Commit();

 private:
  friend class Environment;
  WriteTransaction(Environment* environment, MDB_txn* transaction)
      : environment_(environment), transaction_(transaction) {}

  Environment* environment_;
  MDB_txn* transaction_;
};

class Environment {
 public:
  // A new file that can grow to `map_bytes`, for ever. It and its entry in the
  // directory are durable.
  static absl::StatusOr<std::unique_ptr<Environment>> Create(
      const std::string& path, std::uint64_t map_bytes);
  // The same, not opened; what an earlier call left is made anew.
  static absl::Status Make(const std::string& path, std::uint64_t map_bytes);
  // Sets room aside for what LMDB keeps beside a file that is to get this name:
  // without, nobody could open it on a full disk. REQUIRES: it is not open.
  static absl::Status ReserveLock(const std::string& path);
  static absl::StatusOr<std::unique_ptr<Environment>> Open(
      const std::string& path, Access access);

  // Of the lock file that LMDB keeps beside a file.
  static std::string LockPathOf(const std::string& path);
  // Removes a file, if it is there, and its lock file. Their directory is not
  // synced. REQUIRES: it is open nowhere.
  static absl::Status Remove(const std::string& path);

  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment();

  absl::StatusOr<ReadTransaction> BeginRead() const;
  absl::StatusOr<WriteTransaction> BeginWrite();

  // Bytes of the file in use.
  std::uint64_t used_bytes() const;
  // To which it can grow, given at its creation.
  std::uint64_t map_bytes() const;
  const std::string& path() const { return path_; }

 private:
  friend class ReadTransaction;
  friend class Cursor;
  friend class WriteTransaction;
  class Claim;

  explicit Environment(std::string path);
  absl::Status OpenFile(unsigned flags);
  // Refuses a value that a damaged tree places outside the file.
  absl::Status CheckWithin(const void* data, std::size_t bytes) const;
  absl::Status MakeFile(std::uint64_t map_bytes);

  std::string path_;
  std::unique_ptr<Claim> claim_;
  MDB_env* env_ = nullptr;
  unsigned table_ = 0;
  const std::byte* map_ = nullptr;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_LMDB_ENVIRONMENT_H_
