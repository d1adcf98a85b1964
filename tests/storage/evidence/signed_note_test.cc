#include "storage/evidence/signed_note.h"

#include <sys/stat.h>

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/evidence/checkpoint.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

// The example of the note format's own documentation.
constexpr char kExampleKey[] =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+"
    "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n";
constexpr char kExampleVerifier[] =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kExampleText[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr char kExampleSignature[] =
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FF"
    "YC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

std::string SentenceOf(const absl::Status& status) {
  return std::string(status.message());
}

absl::StatusOr<SigningKey> KeyFrom(const TempDirectory& directory,
                                   const std::string& text,
                                   mode_t mode = 0600) {
  const std::string path = directory.path() + "/key";
  WriteBytes(path, text);
  chmod(path.c_str(), mode);
  return SigningKey::Read(path);
}

TEST(SignedNoteTest, SignsAsOthersDo) {
  TempDirectory directory;
  const absl::StatusOr<SigningKey> key = KeyFrom(directory, kExampleKey);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->verifier().ToText(), kExampleVerifier);
  EXPECT_EQ(key->Sign(kExampleText), kExampleSignature);
  const absl::StatusOr<VerifierKey> verifier =
      VerifierKey::Parse(kExampleVerifier);
  ASSERT_TRUE(verifier.ok()) << verifier.status();
  EXPECT_EQ(StateOfSignature({kExampleText, {kExampleSignature}}, *verifier),
            SignatureState::kHolds);
}

TEST(SignedNoteTest, AKeyIsReadBackAsItWasWritten) {
  TempDirectory directory;
  const std::string path = directory.path() + "/key";
  const absl::StatusOr<SigningKey> key = SigningKey::New("books");
  ASSERT_TRUE(key.ok());
  ASSERT_TRUE(key->WriteTo(path).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(key->WriteTo(path)));
  struct stat facts;
  ASSERT_EQ(stat(path.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600u);
  const absl::StatusOr<SigningKey> read = SigningKey::Read(path);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->verifier().ToText(), key->verifier().ToText());
  EXPECT_EQ(read->Sign("a\n"), key->Sign("a\n"));
}

TEST(SignedNoteTest, AKeyOpenToOthersIsRefused) {
  TempDirectory directory;
  const auto key = KeyFrom(directory, kExampleKey, 0640);
  EXPECT_THAT(SentenceOf(key.status()),
              HasSubstr("open to others (mode 0640)"));
}

TEST(SignedNoteTest, WhatIsNoKeyIsRefused) {
  TempDirectory directory;
  const std::string good = kExampleKey;
  for (const std::string& bad :
       {std::string(), std::string("PRIVATE+KEY+"), good.substr(0, 60),
        "x" + good, good.substr(0, 24) + "00000000" + good.substr(32),
        std::string(kExampleVerifier)}) {
    EXPECT_TRUE(absl::IsDataLoss(KeyFrom(directory, bad).status())) << bad;
  }
  for (const char* name : {"", "two words", "a+b", "a\tb"}) {
    EXPECT_FALSE(SigningKey::New(name).ok()) << name;
  }
  for (const char* text : {"", "a+b", "PeterNeumann+c74f20a4+ARpc2Qc",
                           "PeterNeumann+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkm"
                           "qq/LDE4izWy10TW"}) {
    EXPECT_FALSE(VerifierKey::Parse(text).ok()) << text;
  }
}

TEST(SignedNoteTest, AnyChangeBreaksTheSignature) {
  const absl::StatusOr<SigningKey> key = SigningKey::New("books");
  ASSERT_TRUE(key.ok());
  const SignedNote note = SignNote("one\ntwo\n", std::vector{*key});
  ASSERT_EQ(StateOfSignature(note, key->verifier()), SignatureState::kHolds);
  for (std::size_t i = 0; i < note.text.size(); ++i) {
    SignedNote changed = note;
    changed.text[i] = static_cast<char>(changed.text[i] ^ 1);
    EXPECT_NE(StateOfSignature(changed, key->verifier()),
              SignatureState::kHolds)
        << i;
  }
  for (std::size_t i = 0; i < note.signatures[0].size(); ++i) {
    SignedNote changed = note;
    changed.signatures[0][i] = static_cast<char>(changed.signatures[0][i] ^ 1);
    EXPECT_NE(StateOfSignature(changed, key->verifier()),
              SignatureState::kHolds)
        << i;
  }
}

TEST(SignedNoteTest, EachOfTwoKeysCanCheckANoteOfBoth) {
  const auto old_key = SigningKey::New("books");
  const auto new_key = SigningKey::New("books");
  const auto stranger = SigningKey::New("books");
  ASSERT_TRUE(old_key.ok() && new_key.ok() && stranger.ok());
  const SignedNote note = SignNote("text\n", std::vector{*old_key, *new_key});
  EXPECT_EQ(StateOfSignature(note, old_key->verifier()),
            SignatureState::kHolds);
  EXPECT_EQ(StateOfSignature(note, new_key->verifier()),
            SignatureState::kHolds);
  EXPECT_EQ(StateOfSignature(note, stranger->verifier()),
            SignatureState::kNone);
}

TEST(SignedNoteTest, NotesAreReadBackOneByOne) {
  const auto key = SigningKey::New("books");
  ASSERT_TRUE(key.ok());
  const SignedNote first = SignNote("1\na\n", std::vector{*key});
  const SignedNote second = SignNote("2\nb\n", std::vector{*key, *key});
  const auto notes = ParseNotes(first.ToText() + second.ToText());
  ASSERT_TRUE(notes.ok()) << notes.status();
  ASSERT_EQ(notes->size(), 2u);
  EXPECT_EQ((*notes)[0].ToText(), first.ToText());
  EXPECT_EQ((*notes)[1].ToText(), second.ToText());
  for (const char* bad : {"text\n", "text", "text\n\n",
                          "text\n\nno signature\n", "\u2014 books AAAA\n"}) {
    EXPECT_FALSE(ParseNotes(bad).ok()) << bad;
  }
}

TEST(CheckpointTest, IsReadBackAndInNoOtherForm) {
  Checkpoint checkpoint;
  checkpoint.ledger = LedgerId{0x1111, 0x2222};
  checkpoint.stream = 0;
  checkpoint.segment = 3;
  checkpoint.batches = 120;
  checkpoint.last_sequence = 4711;
  checkpoint.batch_time = Instant(1'700'000'000'000'000);
  checkpoint.root = Sha256({});
  const std::string text = ToText(checkpoint);
  const auto read = ParseCheckpoint(text);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, checkpoint);
  std::string leading = text;
  leading.replace(leading.find("\n120\n"), 5, "\n0120\n");
  EXPECT_FALSE(ParseCheckpoint(leading).ok());
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(ParseCheckpoint(text.substr(0, size)).ok()) << size;
  }
}

TEST(CheckpointTest, IsTrustedOnlyIfSigned) {
  const auto key = SigningKey::New("books");
  const auto other = SigningKey::New("books");
  ASSERT_TRUE(key.ok() && other.ok());
  Checkpoint checkpoint;
  checkpoint.batches = 2;
  const SignedNote note = SignNote(ToText(checkpoint), std::vector{*key});
  EXPECT_TRUE(
      TrustedCheckpoint(note, std::vector{other->verifier(), key->verifier()})
          .ok());
  EXPECT_TRUE(absl::IsPermissionDenied(
      TrustedCheckpoint(note, std::vector{other->verifier()}).status()));
  SignedNote changed = note;
  changed.text.replace(changed.text.find("\n2\n"), 3, "\n3\n");
  EXPECT_TRUE(absl::IsDataLoss(
      TrustedCheckpoint(changed, std::vector{key->verifier()}).status()));
  SignedNote cut = note;
  cut.signatures[0].pop_back();
  EXPECT_TRUE(absl::IsDataLoss(
      TrustedCheckpoint(cut, std::vector{key->verifier()}).status()));
  checkpoint.batches = 1;
  const SignedNote older = SignNote(ToText(checkpoint), std::vector{*key});
  EXPECT_TRUE(TrustedCheckpoints(older.ToText() + note.ToText(),
                                 std::vector{key->verifier()})
                  .ok());
  EXPECT_FALSE(TrustedCheckpoints(note.ToText() + older.ToText(),
                                  std::vector{key->verifier()})
                   .ok());
}

}  // namespace
}  // namespace kumbara::storage
