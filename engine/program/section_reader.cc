#include "engine/program/section_reader.h"

#include "absl/strings/str_cat.h"
#include "engine/program/nearest_word.h"

namespace kumbara {
namespace {

Value ValueOf(const TomlNode& node) {
  switch (node.kind) {
    case TomlNode::Kind::kText:
      return node.text;
    case TomlNode::Kind::kInteger:
      return node.integer;
    case TomlNode::Kind::kTruth:
      return node.truth;
    case TomlNode::Kind::kFloat:
    case TomlNode::Kind::kTime:
    case TomlNode::Kind::kArray:
    case TomlNode::Kind::kTable:
      break;
  }
  return std::monostate();
}

// A decimal may be written as an integer, and an array may be of integers.
std::string TextOf(const TomlNode& node) {
  return node.kind == TomlNode::Kind::kText ? node.text
                                            : absl::StrCat(node.integer);
}

}  // namespace

void SectionReader::UnknownKey(const TomlEntry& entry, std::string_view where,
                               std::span<const std::string_view> known) {
  const std::string nearest(NearestWord(entry.key, known));
  errors_.Add(entry.at,
              absl::StrCat("unknown key ", Quoted(entry.key), " in ",
                           std::string(where),
                           nearest.empty() ? "" : "; nearest: " + nearest,
                           "; valid here: ", Listed(known, ", ")));
}

const TomlNode* SectionReader::TableOf(const TomlNode& node,
                                       std::string_view what) {
  if (node.kind == TomlNode::Kind::kTable) return &node;
  errors_.Add(node.at, absl::StrCat(std::string(what), " is ",
                                    std::string(Name(node.kind)),
                                    "; valid: a table of keys"));
  return nullptr;
}

bool SectionReader::CheckNamed(std::string_view key, const Allowed& allowed,
                               const std::string& valid, const TomlNode& node) {
  const std::size_t count = node.entries.size();
  if (count == 0 || count > kListMax) {
    errors_.Add(node.at, absl::StrCat(std::string(key), " is a table of ",
                                      count, "; valid: ", valid));
    return false;
  }
  Allowed one = allowed;
  one.named = false;
  const Allowed name = {.shape = Shape::kName};
  bool fits = true;
  for (const TomlEntry& entry : node.entries) {
    if (Judge(name, entry.key) != Verdict::kFits) {
      errors_.Add(entry.at, absl::StrCat("name ", Quoted(entry.key), " in ",
                                         std::string(key), " is not allowed; ",
                                         "valid: ", ValidText(name)));
      fits = false;
    }
    fits &= CheckValue(entry.key, one, ValidText(one), entry.value);
  }
  return fits;
}

bool SectionReader::CheckValue(std::string_view key, const Allowed& allowed,
                               const std::string& valid, const TomlNode& node) {
  if (allowed.many && node.kind == TomlNode::Kind::kArray) {
    const std::size_t count = node.elements.size();
    if (count == 0 || count > kListMax) {
      errors_.Add(node.at, absl::StrCat(std::string(key), " is an array of ",
                                        count, "; valid: ", valid));
      return false;
    }
    Allowed one = allowed;
    one.many = false;
    bool fits = true;
    for (const TomlNode& element : node.elements) {
      fits &= CheckValue(key, one, valid, element);
    }
    return fits;
  }
  if (allowed.named && node.kind == TomlNode::Kind::kTable) {
    return CheckNamed(key, allowed, valid, node);
  }
  std::string wrong;
  switch (Judge(allowed, ValueOf(node))) {
    case Verdict::kFits:
      return true;
    case Verdict::kWrongType:
      wrong = absl::StrCat(" is ", std::string(Name(node.kind)));
      break;
    case Verdict::kNotAllowed:
      wrong = absl::StrCat(" = ",
                           node.kind == TomlNode::Kind::kText
                               ? Quoted(node.text)
                               : absl::StrCat(node.integer),
                           allowed.shape == Shape::kChoice ? " is not known"
                                                           : " is not allowed");
      break;
  }
  errors_.Add(node.at,
              absl::StrCat(std::string(key), wrong, "; valid: ", valid));
  return false;
}

void SectionReader::WrongArray(std::string_view key, const TomlNode& node,
                               const std::string& valid) {
  const std::string what =
      node.kind == TomlNode::Kind::kArray
          ? absl::StrCat("an array of ", node.elements.size())
          : std::string(Name(node.kind));
  errors_.Add(node.at,
              absl::StrCat(std::string(key), " is ", what, "; valid: ", valid));
}

void SectionReader::Keep(const TomlNode& node, std::string* kept) {
  *kept = TextOf(node);
}

void SectionReader::Keep(const TomlNode& node, std::vector<std::string>* kept) {
  kept->clear();
  if (node.kind != TomlNode::Kind::kArray) kept->push_back(TextOf(node));
  for (const TomlNode& element : node.elements) {
    kept->push_back(TextOf(element));
  }
}

void SectionReader::Keep(const TomlNode& node, std::vector<NamedText>* kept) {
  kept->clear();
  for (const TomlEntry& entry : node.entries) {
    kept->push_back({entry.key, TextOf(entry.value)});
  }
}

}  // namespace kumbara
