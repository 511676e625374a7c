package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Stage;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.ExtractionReader.Filter;
import dev.tercet.saga.queue.Hint;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a text is made of, it is accepted, recorded and found. */
class FullTextTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private LedgerUnderTest ledger;
  private UUID project;

  @BeforeEach
  void open() {
    ledger = new LedgerUnderTest(DATABASE);
    project = ledger.projects().put("tenant", "letters", "{}", "{}").project().id();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void findsWordsInText() {
    UUID found = accepted("Die Straße nach Köln, bezahlt mit a.b@example.com!");
    accepted("Nothing of the kind");

    assertThat(search("straße köln")).containsExactly(found);
    assertThat(search("example")).containsExactly(found);
    assertThat(search("straße rom")).isEmpty();
  }

  @Test
  void findsWordsOfWhichSomeAreInTextAndSomeInFacts() {
    UUID found = accepted("The invoice of May");
    record(found, "The invoice of May", "{\"amount\":\"1250.00\",\"currency\":\"EUR\"}");

    assertThat(search("invoice EUR")).containsExactly(found);
    assertThat(search("1250")).containsExactly(found);
  }

  @Test
  void takesMoreDifferentWordsThanATsvectorHolds() {
    String text =
        IntStream.range(0, 400_000)
            .mapToObj(n -> "w" + Integer.toString(n, 36))
            .collect(Collectors.joining(" "));
    UUID found = accepted(text);
    record(found, "the very last words", "{}");

    assertThat(search("w0 w1")).containsExactly(found);
    assertThat(search("very last")).as("by its passages").containsExactly(found);
  }

  @Test
  void takesOneEndlessWordAndOddCharacters() {
    UUID endless = accepted("x".repeat(3_000_000));
    UUID odd = accepted("\u0001\uFFFF\u202E 👩‍👩‍👧 <b>&amp;</b> '' \\ : & | ! (odd) \t\u00A0");

    assertThat(search("odd")).containsExactly(odd);
    assertThat(search("' & | ! ( : *")).isEmpty();
    assertThat(ledger.reader().text(project, endless)).isPresent();
  }

  private UUID accepted(String text) {
    return ledger.accepted(project, UUID.randomUUID().toString(), text);
  }

  private void record(UUID id, String text, String data) {
    Claim claim =
        ledger
            .extractions()
            .claim(List.of(new Hint(id, 0)), ledger.opened(new UUID(1, 1)), Duration.ofMinutes(1))
            .getFirst();
    Fingerprint hash = Fingerprint.of(text);
    Passage passage =
        new Passage(
            id,
            0,
            0,
            text.length(),
            text,
            hash,
            EmbeddingId.of(id, 0, hash, "model"),
            "model",
            List.of(new Passage.Fact(data, text, 0, text.length())));
    assertThat(
            ledger
                .passages()
                .record(
                    claim,
                    Set.of(new MadeWith("0011223344556677", "1", "model")),
                    List.of(passage),
                    Stage.EMBEDDED,
                    new Extraction.PassageCount(1, 1, 1)))
        .isTrue();
  }

  private List<UUID> search(String query) {
    ledger.execute(
        """
        INSERT INTO search_due (extraction, project)
        SELECT id, project FROM extraction ON CONFLICT DO NOTHING
        """);
    while (ledger.wordIndex().fillOnce() > 0) {
      ledger.letAMomentPass();
    }
    return ledger
        .reader()
        .list(project, new Filter(null, null, query, null, null, 10))
        .items()
        .stream()
        .map(Extraction::id)
        .toList();
  }
}
