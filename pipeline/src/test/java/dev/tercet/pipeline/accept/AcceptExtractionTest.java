package dev.tercet.pipeline.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.Scene;
import dev.tercet.pipeline.accept.CheckedDocument.Storable;
import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Document;
import dev.tercet.saga.Document.Idempotency;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Project;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptExtractionTest {
  private final Scene scene = new Scene();

  private Extraction accepted(String source, String text, String metadata) {
    return accepted(scene.project, document(source, text, metadata, null, null));
  }

  private Extraction accepted(Project project, Document document) {
    Acceptance acceptance = scene.accept.accept(project, (Storable) scene.accept.check(document));
    assertThat(acceptance).isInstanceOf(Acceptance.Taken.class);
    return ((Acceptance.Taken) acceptance).extraction();
  }

  private static Document document(
      String source,
      String text,
      String metadata,
      @Nullable Instant runAt,
      @Nullable Idempotency idempotency) {
    return new Document(source, text, metadata, QueueName.DEFAULT, runAt, idempotency, List.of());
  }

  private CheckedDocument checked(String source, String text, String metadata) {
    return scene.accept.check(document(source, text, metadata, null, null));
  }

  private void assertRefused(CheckedDocument checked, String code, String pointer) {
    assertThat(checked)
        .isInstanceOfSatisfying(
            CheckedDocument.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.pointer()).isEqualTo(pointer);
            });
    assertThat(scene.ledger.inspect().extractions()).isEmpty();
  }

  @Test
  void idsAreOrderedByTime() {
    Extraction first = accepted("a", "one", "{}");
    Extraction second = accepted("b", "two", "{}");
    assertThat(first.id().version()).isEqualTo(7);
    assertThat(second.id().toString()).isGreaterThan(first.id().toString());
  }

  @Test
  void theSameDocumentIsNotAcceptedTwice() {
    Extraction first = accepted("a", "one", "{\"x\":1,\"y\":{\"b\":2,\"a\":1}}");
    Extraction again = accepted("a", "one", " {\"y\": {\"a\":1,\"b\":2}, \"x\": 1} ");
    assertThat(again.id()).isEqualTo(first.id());
  }

  @Test
  void otherMetadataOrAnotherSchemaIsAnotherDocument() {
    Extraction first = accepted("a", "one", "{\"x\":1}");
    Extraction second = accepted("a", "one", "{\"x\":2}");
    assertThat(second.generation()).isEqualTo(first.generation() + 1);

    Project changed =
        scene.ledger.projects().put("tenant", "demo", "{\"type\":\"object\"}", "{}").project();
    Extraction third = accepted(changed, document("a", "one", "{\"x\":2}", null, null));
    assertThat(third.generation()).isEqualTo(second.generation() + 1);
  }

  @Test
  void whatNoStoreCanKeepIsReplacedInTextAndMetadata() {
    Extraction extraction = accepted("a", "x\u0000y\ud800z", "{\"k\\u0000\":[\"\\udc00\"]}");
    assertThat(scene.ledger.reader().text(scene.project.id(), extraction.id()))
        .hasValue("x\uFFFDy\uFFFDz");
  }

  @ParameterizedTest
  @CsvSource({
    "'[1]', /metadata",
    "'{\"a\":', /metadata",
    "'{} x', /metadata",
    "'{\"a\":{\"b~/c\":[1e999]}}', /metadata/a/b~0~1c/0"
  })
  void metadataMustBeAStorableObject(String metadata, String pointer) {
    assertRefused(checked("a", "one", metadata), "metadata-invalid", pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n"})
  void aDocumentNeedsASource(String source) {
    assertRefused(checked(source, "one", "{}"), "source-empty", "/source");
  }

  @Test
  void aSourceIsShortAndStorable() {
    assertRefused(checked("ä".repeat(1_025), "one", "{}"), "source-too-long", "/source");
    assertRefused(checked("a\u0000", "one", "{}"), "source-unstorable", "/source");
    accepted("ä".repeat(1_024), "one", "{}");
  }

  @Test
  void aDocumentBeyondTheLimitIsRefused() {
    int limit = scene.settings.accepting().maxBytes();
    assertRefused(checked("a", "€".repeat(limit / 3 + 1), "{}"), "document-too-large", "/text");
  }

  @Test
  void aRunFarOutsideOfTimeIsRefused() {
    var document = document("a", "one", "{}", Instant.MAX, null);
    assertRefused(scene.accept.check(document), "run-at-out-of-range", "/runAt");
  }

  @Test
  void anIdempotencyKeyHasALimit() {
    var key = new Idempotency("k".repeat(256), Fingerprint.of("body"));
    var document = document("a", "one", "{}", null, key);
    assertRefused(scene.accept.check(document), "idempotency-key-invalid", "Idempotency-Key");
  }
}
