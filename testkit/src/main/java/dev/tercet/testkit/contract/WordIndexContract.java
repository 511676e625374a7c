package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Passage.Fact;
import dev.tercet.saga.port.ExtractionReader.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every index behind full-text queries must keep (docs/protocol.md §9). */
public abstract class WordIndexContract extends OnLedger {

  @Test
  @DisplayName("API: full-text search looks into texts and facts, whatever the case")
  void searchesTextsAndFacts() {
    Claim claim = scene().claimed("a letter", "Dear Sir, the Unicorn left the building");
    Fact fact = new Fact("{\"company\": \"Wolpertinger Ltd\"}", "Dear", 0, 4);
    scene().recorded(claim, scene().passage(claim, 0, "Dear Sir", List.of(fact)));
    scene().completed(claim);
    scene().done("a note", "something else");
    fill();

    assertThat(list("UNICORN")).containsExactly(claim.extraction());
    assertThat(list("unicorn building")).containsExactly(claim.extraction());
    assertThat(list("wolpertinger")).containsExactly(claim.extraction());
    assertThat(list("unicorn zebra")).isEmpty();
  }

  @Test
  @DisplayName("S7: a query of any characters is a query, not a syntax error")
  void searchesForAnyCharacters() {
    scene().done("a letter", "Dear Sir");
    fill();

    for (String query :
        List.of("'", "\"", "a & | ! ( b", ":*", "\\", "%_", "👩‍👩‍👧", "<->", "-", "\u0000")) {
      assertThat(list(query)).as(query).isEmpty();
    }
    for (String query :
        List.of("'Dear'", "dear:*", "(SIR", "\u0000sir\uD800", "👩‍👩‍👧 dear", "Dear,Sir!")) {
      assertThat(list(query)).as(query).hasSize(1);
    }
    assertThat(list("x".repeat(Filter.LONGEST_QUERY))).isEmpty();
    assertThat(list("a b ".repeat(Filter.LONGEST_QUERY / 4))).isEmpty();
    assertThatThrownBy(() -> list("x".repeat(Filter.LONGEST_QUERY + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("§9: words are letters, digits and marks, whatever case and composition")
  void searchesInEveryWriting() {
    UUID letter =
        scene().done("a letter", "Die STRASSE nach Köln, a.b@example.com, 1.250,00 €").id();
    UUID decomposed = scene().done("a note", "un cafe\u0301 noir").id();
    UUID chinese = scene().done("a card", "东京、大阪。").id();
    fill();

    assertThat(list("köln straSSe")).containsExactly(letter);
    assertThat(list("example")).containsExactly(letter);
    assertThat(list("250")).containsExactly(letter);
    assertThat(list("Koln")).as("an accent counts").isEmpty();
    assertThat(list("CAFÉ")).containsExactly(decomposed);
    assertThat(list("大阪")).containsExactly(chinese);
    assertThat(list("京")).as("a part of a run").isEmpty();
  }

  @Test
  @DisplayName("§9: what has ended is due once, and again when it ends again")
  void fillsWhatHasEnded() {
    Claim claim = scene().claimed("a letter", "Dear Sir");
    fill();
    assertThat(list("dear")).as("still under way").isEmpty();

    scene().extractions().fail(claim, LedgerScene.REFUSED);
    fill();
    assertThat(list("dear")).containsExactly(claim.extraction());

    scene().extractions().retry(scene().project(), claim.extraction());
    Claim again = scene().claimAgain(claim.extraction());
    Fact fact = new Fact("{\"company\": \"Wolpertinger Ltd\"}", "Dear", 0, 4);
    scene().recorded(again, scene().passage(again, 0, "Dear Sir", List.of(fact)));
    scene().completed(again);
    assertThat(list("wolpertinger")).isEmpty();
    fill();
    assertThat(list("wolpertinger company")).containsExactly(claim.extraction());
    assertThat(scene().ledger().wordIndex().fillOnce()).as("nothing is left").isZero();
  }

  @Test
  @DisplayName("S7: every page of what a query finds is met once, however rare the words are")
  void pagesThroughWhatAQueryFinds() {
    List<UUID> rare = new ArrayList<>();
    List<UUID> all = new ArrayList<>();
    for (int n = 0; n < 90; n++) {
      UUID id = scene().done("source " + n, n % 9 == 0 ? "common and rare" : "common").id();
      all.add(id);
      if (n % 9 == 0) {
        rare.add(id);
      }
    }
    fill();

    assertThat(paged("rare", 3)).containsExactlyElementsOf(rare.reversed());
    assertThat(paged("common", 7)).containsExactlyElementsOf(all.reversed());
    assertThat(paged("common rare", 100)).containsExactlyElementsOf(rare.reversed());
    assertThat(paged("absent", 1)).isEmpty();
  }

  private List<UUID> paged(String query, int limit) {
    List<UUID> found = new ArrayList<>();
    @Nullable UUID before = null;
    do {
      var page =
          scene()
              .ledger()
              .reader()
              .list(scene().project(), new Filter(null, null, query, null, before, limit));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      found.addAll(ids(page.items()));
      before = page.next();
    } while (before != null);
    return found;
  }

  private void fill() {
    while (scene().ledger().wordIndex().fillOnce() > 0) {
      scene().ledger().letAMomentPass();
    }
  }

  private List<UUID> list(String query) {
    return ids(
        scene()
            .ledger()
            .reader()
            .list(scene().project(), new Filter(null, null, query, null, null, 100))
            .items());
  }

  private static List<UUID> ids(List<Extraction> extractions) {
    return extractions.stream().map(Extraction::id).toList();
  }
}
