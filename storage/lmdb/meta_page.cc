#include "storage/lmdb/meta_page.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <span>

#include "absl/strings/str_cat.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

// One tree as a meta page describes it.
struct TreeRecord {
  std::uint32_t pad;  // Of the free list's tree: the page size.
  std::uint16_t flags;
  std::uint16_t depth;
  std::uint64_t branch_pages;
  std::uint64_t leaf_pages;
  std::uint64_t overflow_pages;
  std::uint64_t entries;
  std::uint64_t root;
};
static_assert(sizeof(TreeRecord) == 48);

struct MetaPage {
  std::uint64_t page_number;
  std::uint16_t pad;
  std::uint16_t page_flags;
  std::uint32_t bounds;
  std::uint32_t magic;
  std::uint32_t version;
  std::uint64_t address;
  std::uint64_t map_bytes;
  TreeRecord free_list;
  TreeRecord main;
  std::uint64_t last_page;
  std::uint64_t transaction;
};
static_assert(sizeof(MetaPage) == 152);

constexpr std::uint32_t kMagic = 0xBEEF'C0DE;
constexpr std::uint32_t kVersion = 1;
constexpr std::uint64_t kNoPage = ~std::uint64_t{0};
constexpr std::uint16_t kDepthMax = 32;  // LMDB's cursors end there.
constexpr int kLooks = 3;
constexpr std::uint16_t kMetaPageFlag = 0x08;
// MDB_INTEGERKEY, and MDB_NOSUBDIR, which LMDB remembers here.
constexpr std::uint16_t kFreeListFlags = 0x4008;

bool TreeIsSound(const TreeRecord& tree, std::uint64_t last_page) {
  if (tree.root == kNoPage) return tree.depth == 0 && tree.entries == 0;
  return tree.root >= 2 && tree.root <= last_page && tree.depth >= 1 &&
         tree.depth <= kDepthMax;
}

using MetaPages = std::array<MetaPage, 2>;

// Which of the two LMDB goes by; the next commit writes the other one.
std::size_t Current(const MetaPages& pages) {
  return pages[0].transaction < pages[1].transaction ? 1 : 0;
}

// What is wrong with a meta page, or nullptr.
const char* Fault(const MetaPage& meta, bool is_current,
                  std::uint64_t file_pages) {
  if (meta.magic != kMagic || meta.page_flags != kMetaPageFlag) {
    return "a meta page is damaged, or this is not an LMDB file";
  }
  if (meta.version != kVersion) return "written by another version of LMDB";
  if (meta.free_list.pad != kPageBytes || meta.address != 0 ||
      (meta.free_list.flags & ~kFreeListFlags) != 0 || meta.main.flags != 0 ||
      meta.main.pad != 0) {
    return "a meta page is damaged";
  }
  if (meta.last_page == kNoPage || meta.last_page >= file_pages) {
    return "the file is shorter than its meta page says: truncated";
  }
  // A commit that could not write its meta page takes it back, but for the
  // trees, which then lie beyond what the page says is the last one.
  const std::uint64_t last_page = is_current ? meta.last_page : file_pages - 1;
  if (!TreeIsSound(meta.free_list, last_page) ||
      !TreeIsSound(meta.main, last_page)) {
    return "a meta page is damaged";
  }
  return nullptr;
}

absl::StatusOr<std::uint64_t> FileBytes(const std::string& path) {
  struct stat facts;
  if (stat(path.c_str(), &facts) != 0) {
    return FileError(errno, path, "cannot open");
  }
  return static_cast<std::uint64_t>(facts.st_size);
}

absl::Status LookAtMetaPages(const File& file) {
  MetaPages pages{};
  for (std::size_t page = 0; page < pages.size(); ++page) {
    absl::StatusOr<std::size_t> read = file.ReadAt(
        page * kPageBytes, std::as_writable_bytes(std::span(&pages[page], 1)));
    if (!read.ok()) return read.status();
  }
  // The size last: the file may grow between the calls, it never shrinks.
  absl::StatusOr<std::uint64_t> bytes = FileBytes(file.path());
  if (!bytes.ok()) return bytes.status();
  if (*bytes < 2 * kPageBytes) {
    return absl::DataLossError(
        absl::StrCat(file.path(), ": shorter than its meta pages: truncated"));
  }
  for (std::size_t page = 0; page < pages.size(); ++page) {
    const char* fault =
        Fault(pages[page], page == Current(pages), *bytes / kPageBytes);
    if (fault != nullptr) {
      return absl::DataLossError(absl::StrCat(file.path(), ": ", fault));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckMetaPages(const std::string& path) {
  absl::StatusOr<File> file = File::Open(path, O_RDONLY);
  if (!file.ok()) return file.status();
  // A writer may be half-way through a page; then a later look is sound.
  absl::Status status = LookAtMetaPages(*file);
  for (int look = 1; !status.ok() && look < kLooks; ++look) {
    status = LookAtMetaPages(*file);
  }
  return status;
}

absl::StatusOr<bool> IsUnbegun(const std::string& path) {
  absl::StatusOr<std::uint64_t> bytes = FileBytes(path);
  if (!bytes.ok()) return bytes.status();
  if (*bytes < 2 * kPageBytes) return true;
  if (*bytes > 2 * kPageBytes) return false;
  absl::StatusOr<File> file = File::Open(path, O_RDONLY);
  if (!file.ok()) return file.status();
  std::array<std::byte, 2 * kPageBytes> pages{};
  absl::StatusOr<std::size_t> read = file->ReadAt(0, pages);
  if (!read.ok()) return read.status();
  return std::all_of(pages.begin(), pages.end(),
                     [](std::byte byte) { return byte == std::byte{0}; });
}

}  // namespace kumbara::storage
