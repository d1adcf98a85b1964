#include <lmdb.h>

#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "storage/lmdb/environment.h"
#include "storage/lmdb/lmdb_status.h"

namespace kumbara::storage {
namespace {

// Keys sort as bytes, so they are written most significant byte first.
std::uint64_t SwapToBigEndian(std::uint64_t key) {
  return __builtin_bswap64(key);
}

MDB_val ValueOf(std::uint64_t* big_endian_key) {
  return MDB_val{sizeof(*big_endian_key), big_endian_key};
}

}  // namespace

ReadTransaction::ReadTransaction(ReadTransaction&& other) noexcept
    : environment_(other.environment_),
      transaction_(std::exchange(other.transaction_, nullptr)) {}

ReadTransaction& ReadTransaction::operator=(ReadTransaction&& other) noexcept {
  std::swap(environment_, other.environment_);
  std::swap(transaction_, other.transaction_);
  return *this;
}

ReadTransaction::~ReadTransaction() {
  if (transaction_ != nullptr) mdb_txn_abort(transaction_);
}

absl::StatusOr<std::optional<std::span<const std::byte>>> ReadTransaction::Get(
    std::uint64_t key) const {
  std::uint64_t bytes = SwapToBigEndian(key);
  MDB_val key_value = ValueOf(&bytes);
  MDB_val value;
  const int code =
      mdb_get(transaction_, environment_->table_, &key_value, &value);
  if (code == MDB_NOTFOUND) return std::nullopt;
  if (code != 0) {
    return LmdbError(code, environment_->path(),
                     absl::StrCat("cannot read key ", key));
  }
  if (absl::Status status =
          environment_->CheckWithin(value.mv_data, value.mv_size);
      !status.ok()) {
    return status;
  }
  return std::span(static_cast<const std::byte*>(value.mv_data), value.mv_size);
}

absl::StatusOr<std::uint64_t> ReadTransaction::Count() const {
  MDB_stat facts;
  if (const int code = mdb_stat(transaction_, environment_->table_, &facts);
      code != 0) {
    return LmdbError(code, environment_->path(), "cannot count its entries");
  }
  return facts.ms_entries;
}

absl::Status ReadTransaction::Renew() {
  mdb_txn_reset(transaction_);
  if (const int code = mdb_txn_renew(transaction_); code != 0) {
    return LmdbError(code, environment_->path(), "cannot go on reading");
  }
  return absl::OkStatus();
}

absl::StatusOr<Cursor> Cursor::Over(const ReadTransaction& transaction) {
  MDB_cursor* cursor = nullptr;
  if (const int code = mdb_cursor_open(
          transaction.transaction_, transaction.environment_->table_, &cursor);
      code != 0) {
    return LmdbError(code, transaction.environment_->path(),
                     "cannot walk its table");
  }
  return Cursor(transaction.environment_, cursor);
}

Cursor::Cursor(Cursor&& other) noexcept
    : environment_(other.environment_),
      cursor_(std::exchange(other.cursor_, nullptr)) {}

Cursor::~Cursor() {
  if (cursor_ != nullptr) mdb_cursor_close(cursor_);
}

absl::StatusOr<std::optional<Entry>> Cursor::First() {
  return Move(0, MDB_FIRST);
}
absl::StatusOr<std::optional<Entry>> Cursor::Last() {
  return Move(0, MDB_LAST);
}
absl::StatusOr<std::optional<Entry>> Cursor::Next() {
  return Move(0, MDB_NEXT);
}
absl::StatusOr<std::optional<Entry>> Cursor::AtLeast(std::uint64_t key) {
  return Move(key, MDB_SET_RANGE);
}

absl::StatusOr<std::optional<Entry>> Cursor::Move(std::uint64_t key,
                                                  int operation) {
  std::uint64_t bytes = SwapToBigEndian(key);
  MDB_val key_value = ValueOf(&bytes);
  MDB_val value;
  const int code = mdb_cursor_get(cursor_, &key_value, &value,
                                  static_cast<MDB_cursor_op>(operation));
  if (code == MDB_NOTFOUND) return std::nullopt;
  if (code != 0) {
    return LmdbError(code, environment_->path(), "cannot read its table");
  }
  Entry entry;
  if (key_value.mv_size != sizeof(entry.key)) {
    return absl::DataLossError(
        absl::StrCat(environment_->path(), ": a key is not a number"));
  }
  for (const MDB_val& part : {key_value, value}) {
    if (absl::Status status =
            environment_->CheckWithin(part.mv_data, part.mv_size);
        !status.ok()) {
      return status;
    }
  }
  std::memcpy(&bytes, key_value.mv_data, sizeof(bytes));
  entry.key = SwapToBigEndian(bytes);
  entry.value =
      std::span(static_cast<const std::byte*>(value.mv_data), value.mv_size);
  return entry;
}

WriteTransaction::WriteTransaction(WriteTransaction&& other) noexcept
    : environment_(other.environment_),
      transaction_(std::exchange(other.transaction_, nullptr)) {}

WriteTransaction::~WriteTransaction() {
  if (transaction_ != nullptr) mdb_txn_abort(transaction_);
}

absl::StatusOr<std::span<std::byte>> WriteTransaction::Append(
    std::uint64_t key, std::size_t bytes) {
  std::uint64_t key_bytes = SwapToBigEndian(key);
  MDB_val key_value = ValueOf(&key_bytes);
  MDB_val value{bytes, nullptr};
  if (const int code = mdb_put(transaction_, environment_->table_, &key_value,
                               &value, MDB_APPEND | MDB_RESERVE);
      code != 0) {
    return LmdbError(code, environment_->path(),
                     absl::StrCat("cannot append key ", key));
  }
  return std::span(static_cast<std::byte*>(value.mv_data), bytes);
}

absl::Status WriteTransaction::Commit() {
  KUMBARA_CHECK(transaction_ != nullptr);
  // LMDB frees the transaction whether or not the commit succeeds.
  const int code = mdb_txn_commit(std::exchange(transaction_, nullptr));
  if (code != 0) {
    return LmdbError(code, environment_->path(), "cannot commit");
  }
  return absl::OkStatus();
}

}  // namespace kumbara::storage
