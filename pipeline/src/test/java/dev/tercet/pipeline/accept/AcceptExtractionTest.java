package dev.tercet.pipeline.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.Scene;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Project;
import dev.tercet.saga.Submission.Idempotency;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptExtractionTest {
  private final Scene scene = new Scene();

  private Receipt accept(String source, String text, @Nullable String metadata) {
    return scene.accept.accept(
        scene.project, new Draft(source, text, metadata, QueueName.DEFAULT, null, null));
  }

  private Extraction extraction(Receipt receipt) {
    assertThat(receipt).isInstanceOf(Receipt.Taken.class);
    return ((Receipt.Taken) receipt).extraction();
  }

  private void assertRefused(Receipt receipt, String code, String pointer) {
    assertThat(receipt)
        .isInstanceOfSatisfying(
            Receipt.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.pointer()).isEqualTo(pointer);
            });
    assertThat(scene.ledger.inspect().extractions()).isEmpty();
  }

  @Test
  void idsAreOrderedByTime() {
    Extraction first = extraction(accept("a", "one", null));
    Extraction second = extraction(accept("b", "two", null));
    assertThat(first.id().version()).isEqualTo(7);
    assertThat(second.id().toString()).isGreaterThan(first.id().toString());
  }

  @Test
  void theSameDocumentIsNotAcceptedTwice() {
    Extraction first = extraction(accept("a", "one", "{\"x\":1,\"y\":{\"b\":2,\"a\":1}}"));
    Extraction again = extraction(accept("a", "one", " {\"y\": {\"a\":1,\"b\":2}, \"x\": 1} "));
    assertThat(again.id()).isEqualTo(first.id());
  }

  @Test
  void otherMetadataOrAnotherSchemaIsAnotherDocument() {
    Extraction first = extraction(accept("a", "one", "{\"x\":1}"));
    Extraction second = extraction(accept("a", "one", "{\"x\":2}"));
    assertThat(second.generation()).isEqualTo(first.generation() + 1);

    Project changed =
        scene.ledger.projects().put("tenant", "demo", "{\"type\":\"object\"}", "{}").project();
    Receipt third =
        scene.accept.accept(
            changed, new Draft("a", "one", "{\"x\":2}", QueueName.DEFAULT, null, null));
    assertThat(extraction(third).generation()).isEqualTo(second.generation() + 1);
  }

  @Test
  void whatNoStoreCanKeepIsReplacedInTextAndMetadata() {
    Extraction extraction =
        extraction(accept("a", "x\u0000y\ud800z", "{\"k\\u0000\":[\"\\udc00\"]}"));
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
    assertRefused(accept("a", "one", metadata), "metadata-invalid", pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n"})
  void aDocumentNeedsASource(String source) {
    assertRefused(accept(source, "one", null), "source-empty", "/source");
  }

  @Test
  void aSourceIsShortAndStorable() {
    assertRefused(accept("ä".repeat(1_025), "one", null), "source-too-long", "/source");
    assertRefused(accept("a\u0000", "one", null), "source-unstorable", "/source");
    extraction(accept("ä".repeat(1_024), "one", null));
  }

  @Test
  void aDocumentBeyondTheLimitIsRefused() {
    int limit = scene.settings.accepting().maxBytes();
    assertRefused(accept("a", "€".repeat(limit / 3 + 1), null), "document-too-large", "/text");
  }

  @Test
  void aRunFarOutsideOfTimeIsRefused() {
    var draft = new Draft("a", "one", null, QueueName.DEFAULT, Instant.MAX, null);
    assertRefused(scene.accept.accept(scene.project, draft), "run-at-out-of-range", "/runAt");
  }

  @Test
  void anIdempotencyKeyHasALimit() {
    var key = new Idempotency("k".repeat(256), Fingerprint.of("body"));
    var draft = new Draft("a", "one", null, QueueName.DEFAULT, null, key);
    assertRefused(
        scene.accept.accept(scene.project, draft), "idempotency-key-invalid", "Idempotency-Key");
  }
}
