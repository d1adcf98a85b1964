#include "tools/kumbara/program_diff.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/program/program_keys.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/value_schema.h"

namespace kumbara::tools {
namespace {

using ChangeKind = ProgramChange::Kind;

// The tables of one section.
using Tables = std::vector<const ProgramTable*>;

Tables TablesIn(const std::vector<ProgramTable>& tables,
                std::string_view section) {
  Tables in;
  for (const ProgramTable& table : tables) {
    if (table.section == section) in.push_back(&table);
  }
  return in;
}

const ProgramNode* FindKey(const ProgramNode& table, const std::string& key) {
  const auto found =
      std::find_if(table.keys.begin(), table.keys.end(),
                   [&](const ProgramNode& one) { return one.key == key; });
  return found == table.keys.end() ? nullptr : &*found;
}

// The changes of one section.
class SectionDiff {
 public:
  SectionDiff(std::string section, Tables before, Tables after,
              std::vector<ProgramChange>* changes)
      : section_(std::move(section)),
        before_(std::move(before)),
        after_(std::move(after)),
        changes_(changes) {}

  void Run() {
    is_once_ = SectionStandsOnce(section_);
    Pair(is_once_ || HasNames(before_) || HasNames(after_));
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (!partner_[i]) {
        Add(ChangeKind::kRemoved, *before_[i], i, "", before_[i]->root, {});
      }
    }
    for (std::size_t j = 0; j < after_.size(); ++j) {
      const std::optional<std::size_t> i = PartnerOf(j);
      if (i) {
        Compare(*after_[j], j, "", before_[*i]->root, after_[j]->root);
      } else {
        Add(ChangeKind::kAdded, *after_[j], j, "", {}, after_[j]->root);
      }
    }
    CompareOrder();
  }

 private:
  static bool HasNames(const Tables& tables) {
    return !tables.empty() && !tables.front()->name.empty();
  }
  static bool SectionStandsOnce(std::string_view section) {
    bool once = false;
    VisitSections(
        [&](std::string_view word, SectionForm form, std::size_t, const auto&) {
          once |= word == section && form == SectionForm::kTable;
        });
    return once;
  }

  // Tables with names go together by them, others that say the same, and what
  // is left of these by their order.
  void Pair(bool by_name) {
    partner_.assign(before_.size(), std::nullopt);
    if (by_name) {
      return PairIf([](const ProgramTable& a, const ProgramTable& b) {
        return a.name == b.name;
      });
    }
    PairIf([](const ProgramTable& a, const ProgramTable& b) {
      return a.root == b.root;
    });
    PairIf([](const ProgramTable&, const ProgramTable&) { return true; });
  }

  template <class GoTogether>
  void PairIf(const GoTogether& go_together) {
    for (std::size_t i = 0; i < before_.size(); ++i) {
      for (std::size_t j = 0; j < after_.size() && !partner_[i]; ++j) {
        if (!PartnerOf(j) && go_together(*before_[i], *after_[j])) {
          partner_[i] = j;
        }
      }
    }
  }

  std::optional<std::size_t> PartnerOf(std::size_t after) const {
    for (std::size_t i = 0; i < partner_.size(); ++i) {
      if (partner_[i] == after) return i;
    }
    return std::nullopt;
  }

  void Add(ChangeKind kind, const ProgramTable& table, std::size_t place,
           const std::string& key, const ProgramNode& before,
           const ProgramNode& after) {
    std::string name = table.name;
    if (name.empty() && !is_once_) name = std::to_string(place + 1);
    changes_->push_back({kind, section_, name, key, before, after});
  }

  void Compare(const ProgramTable& table, std::size_t place,
               const std::string& path, const ProgramNode& before,
               const ProgramNode& after) {
    for (const ProgramNode& one : before.keys) {
      if (FindKey(after, one.key) == nullptr) {
        Add(ChangeKind::kRemoved, table, place, path + one.key, one, {});
      }
    }
    for (const ProgramNode& one : after.keys) {
      const ProgramNode* was = FindKey(before, one.key);
      const std::string key = path + one.key;
      if (was == nullptr) {
        Add(ChangeKind::kAdded, table, place, key, {}, one);
      } else if (was->is_table && one.is_table) {
        Compare(table, place, key + ".", *was, one);
      } else if (*was != one) {
        Add(ChangeKind::kChanged, table, place, key, *was, one);
      }
    }
  }

  // Of the tables that both have.
  void CompareOrder() {
    std::vector<std::size_t> places;
    for (const std::optional<std::size_t>& partner : partner_) {
      if (partner) places.push_back(*partner);
    }
    if (std::is_sorted(places.begin(), places.end())) return;
    ProgramChange change;
    change.kind = ChangeKind::kReordered;
    change.section = section_;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (partner_[i]) change.before.keys.push_back({NameIn(before_, i)});
    }
    for (std::size_t j = 0; j < after_.size(); ++j) {
      const std::optional<std::size_t> i = PartnerOf(j);
      if (i) change.after.keys.push_back({NameIn(before_, *i)});
    }
    changes_->push_back(change);
  }

  static std::string NameIn(const Tables& tables, std::size_t place) {
    const std::string& name = tables[place]->name;
    return name.empty() ? std::to_string(place + 1) : name;
  }

  const std::string section_;
  const Tables before_;
  const Tables after_;
  std::vector<ProgramChange>* changes_;
  bool is_once_ = false;
  // Of each table of before: its place in after.
  std::vector<std::optional<std::size_t>> partner_;
};

std::string WhereOf(const ProgramChange& change) {
  return change.section + (change.table.empty() ? "" : " " + change.table);
}

std::string OrderOf(const ProgramNode& names) {
  std::string text;
  for (const ProgramNode& one : names.keys) {
    text += (text.empty() ? "" : ", ") + one.key;
  }
  return text;
}

std::string ChangeLine(const ProgramChange& change) {
  const std::string key = change.key.empty() ? "" : change.key + " = ";
  switch (change.kind) {
    case ChangeKind::kAdded:
      return "+ " + WhereOf(change) + ": " + key + TomlOf(change.after);
    case ChangeKind::kRemoved:
      return "- " + WhereOf(change) + ": " + key + TomlOf(change.before);
    case ChangeKind::kChanged:
      return "~ " + WhereOf(change) + ": " + key + TomlOf(change.before) +
             " -> " + TomlOf(change.after);
    case ChangeKind::kReordered:
      break;
  }
  return "~ " + WhereOf(change) + " in the order " + OrderOf(change.before) +
         " -> " + OrderOf(change.after);
}

std::string_view ChangeWord(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kAdded:
      return "added";
    case ChangeKind::kRemoved:
      return "removed";
    case ChangeKind::kChanged:
      return "changed";
    case ChangeKind::kReordered:
      break;
  }
  return "reordered";
}

std::string NamesAsJson(const ProgramNode& names) {
  std::vector<std::string> texts;
  for (const ProgramNode& one : names.keys) texts.push_back(JsonText(one.key));
  return JsonArray(texts);
}

std::string ChangeObject(const ProgramChange& change) {
  JsonMembers members = {{"change", JsonText(ChangeWord(change.kind))},
                         {"section", JsonText(change.section)}};
  if (!change.table.empty()) {
    members.emplace_back("table", JsonText(change.table));
  }
  if (!change.key.empty()) members.emplace_back("key", JsonText(change.key));
  const auto add = [&](const char* key, const ProgramNode& node) {
    const bool is_order = change.kind == ChangeKind::kReordered;
    members.emplace_back(key, is_order ? NamesAsJson(node) : JsonOf(node));
  };
  if (change.kind != ChangeKind::kAdded) add("before", change.before);
  if (change.kind != ChangeKind::kRemoved) add("after", change.after);
  return JsonObject(members);
}

}  // namespace

std::vector<ProgramChange> ChangesOf(const ProgramSource& before,
                                     const ProgramSource& after) {
  const std::vector<ProgramTable> was = TablesOf(before);
  const std::vector<ProgramTable> is = TablesOf(after);
  std::vector<ProgramChange> changes;
  for (const std::string_view section : kSectionWords) {
    SectionDiff(std::string(section), TablesIn(was, section),
                TablesIn(is, section), &changes)
        .Run();
  }
  return changes;
}

std::string TextOf(const std::vector<ProgramChange>& changes) {
  std::string text;
  for (const ProgramChange& change : changes) {
    text += Printable(ChangeLine(change)) + "\n";
  }
  return text;
}

std::string JsonOf(const std::vector<ProgramChange>& changes) {
  std::string text;
  for (const ProgramChange& change : changes) {
    text += (text.empty() ? "[\n " : ",\n ") + ChangeObject(change);
  }
  return text + (text.empty() ? "[]\n" : "\n]\n");
}

}  // namespace kumbara::tools
