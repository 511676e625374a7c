package dev.tercet.pipeline.provider.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the text, the rules end soon and their quotes lie in it. */
class HostileInputTest {
  private static final RulesExtractor MENTIONS = new RulesExtractor(DefaultSchema.node());
  private static final RulesExtractor RECORDS =
      new RulesExtractor(
          Json.quoted(
              "{'properties': {'total': {'type': 'number'}, 'name': {'type': 'string'},"
                  + " 'x': {'pattern': '(?=a)(a|aa)+$'}, 'y': {'pattern': '(a+)+b'},"
                  + " 'all': {'type': 'array', 'items': {'format': 'date'}}}}"));

  private static void extract(String passage) {
    for (RulesExtractor extractor : List.of(MENTIONS, RECORDS)) {
      List<RuleFact> facts =
          Assertions.assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> extractor.extract(passage));
      assertThat(facts).hasSizeLessThanOrEqualTo(RulesExtractor.MOST_FACTS);
      for (RuleFact fact : facts) {
        assertThat(Quotes.of(fact, passage)).isNotEmpty();
        if (fact.data().has("value")) {
          assertThat(Quotes.of(fact, passage)).isEqualTo(fact.data().get("value").textValue());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "1.",
        "1,",
        "1 ",
        "1.234,",
        "+1 ",
        "+",
        "(",
        "[",
        "|",
        "|a",
        "|---",
        "a@",
        "@",
        ".",
        "a.",
        "a:",
        ":",
        "a: b\n",
        "- ",
        "*",
        "# ",
        "Mr. ",
        "Mr. A ",
        "A ",
        "AG ",
        "A AG ",
        "A-",
        "A-1",
        "AB-123 ",
        "شركة ",
        "شركة أ ذ.م.م ",
        "السيد ",
        "有限公司",
        "王",
        "王先生",
        "公司与",
        "市区路1号",
        "2025-",
        "2025-01-",
        "2025年",
        "https://",
        "www.",
        "DE89 ",
        "DE89",
        "€",
        "€1 ",
        "1€",
        "$1k",
        "Straße 1 ",
        "1 A Street ",
        "Total: €5\n",
        "Name: Jo Doe\n",
        "👩‍👩‍👧‍👦",
        "e\u0301",
        "\u202e",
        "\ud800",
        "\0",
        "a",
        "9-"
      })
  void endsSoonForATextThatRepeats(String part) {
    extract(part.repeat(30_000 / part.length()));
  }

  @Test
  void endsSoonForRandomMixtures() {
    String alphabet = " \n.,:;|@+-/()€$aAzZ019年月日有限公司شركةd.إ#*é😀";
    var random = new Random(1);
    for (int round = 0; round < 300; round++) {
      var passage = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        passage.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      extract(passage.toString());
    }
  }

  @Test
  void givesNothingForNothing() {
    assertThat(MENTIONS.extract("")).isEmpty();
    assertThat(MENTIONS.extract(" \n\t")).isEmpty();
    assertThat(RECORDS.extract("")).isEmpty();
  }

  @Test
  void givesTheSameAnswerEveryTime() {
    String passage = "Total: €5\nName: Jo Doe\nINV-2025-1 2025-01-02 a@b.example ".repeat(20);
    List<RuleFact> first = MENTIONS.extract(passage);
    for (int i = 0; i < 20; i++) {
      assertThat(MENTIONS.extract(passage)).isEqualTo(first);
      assertThat(new RulesExtractor(DefaultSchema.node()).extract(passage)).isEqualTo(first);
    }
  }
}
