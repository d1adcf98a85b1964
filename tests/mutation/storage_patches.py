"""Bugs in what is stored: journal, snapshots, ids, backup, evidence."""

from patch import Patch

S = "storage/"

PATCHES = [
    Patch("a backup goes beyond HEAD", S + "backup/make_backup.cc",
          "    read.last = head_.number;\n",
          "",
          by="tests_storage_backup"),
    Patch("a segment that has grown is not copied again", S + "backup/make_backup.cc",
          "    if (!*is_whole) old_->segments.pop_back();\n",
          "",
          by="tests_storage_backup"),
    Patch("a ledger that went another way is backed up over the first",
          S + "backup/make_backup.cc",
          "    if (place->chain != end.chain) return Forked();\n",
          "",
          by="tests_storage_backup"),
    Patch("old names stay in a backup", S + "backup/make_backup.cc",
          "    if (status.ok()) status = store_->RemoveOthers(new_);\n",
          "",
          by="tests_storage_backup"),
    Patch("a cut batch ends its round", S + "backup/journal_cut.cc",
          "  BatchValue value{batch.header, {}};\n",
          "  BatchValue value{batch.header, {}};\n"
          "  value.header.flags |= kRoundEnd;\n",
          by="tests_storage_backup"),
    Patch("a cut parts a linked run", S + "backup/journal_cut.cc",
          "if ((command.flags & kLinked) == 0) whole = seen;",
          "whole = seen;",
          by="tests_storage_backup"),
    Patch("a cut keeps the batch of its instant", S + "backup/journal_cut.cc",
          "Instant(header.batch_time) >= *cut_.until",
          "Instant(header.batch_time) > *cut_.until",
          by="tests_storage_backup"),
    Patch("who was erased behind the cut stays open", S + "backup/restore.cc",
          "absl::StatusOr<ErasedClosed> closed = CloseErased(**opened, unready_);",
          "absl::StatusOr<ErasedClosed> closed = ErasedClosed{};",
          by="tests_storage_backup"),
    Patch("a snapshot from behind the cut is restored", S + "backup/restore.cc",
          "(*snapshot)->header().sequence <= report_.end.last_sequence &&",
          "true &&",
          by="tests_storage_backup"),
]
