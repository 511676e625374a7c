package dev.tercet.pipeline.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.testkit.check.Snapshot.End;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong with a batch that is under way, or with its results, and what is paid then. */
@Timeout(120)
class BatchMishapsTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  /** How the second of three lines, or what stands for it, is damaged. */
  enum Damage implements UnaryOperator<String> {
    TOO_LONG,
    NO_JSON,
    NO_NAME,
    GONE,
    CUT;

    @Override
    public String apply(String results) {
      return switch (this) {
        case TOO_LONG -> second(results, "x".repeat(17 << 20));
        case NO_JSON -> second(results, "{\"custom_id\":");
        case NO_NAME -> second(results, "{\"custom_id\":\"a name of nobody's\"}");
        case GONE -> second(results, "");
        case CUT -> results.substring(0, results.length() - 20);
      };
    }

    private static String second(String results, String line) {
      String[] lines = results.split("\n", -1);
      if (lines.length > 2) {
        lines[1] = line;
      }
      return String.join("\n", lines);
    }
  }

  /** A document whose batch is sent, and is not answered before it is released. */
  private static Extraction underWay(LaneWorld world, RunBatches process) {
    world.endpoint.hold();
    Extraction extraction = world.posted();
    world.passes(process, 2);
    return extraction;
  }

  static Stream<Arguments> damages() {
    return Arrays.stream(LaneWorld.Provider.values())
        .flatMap(it -> Arrays.stream(Damage.values()).map(damage -> arguments(it, damage)));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void aLineThatCannotBeReadLeavesItsNeighboursAloneAndItsCallUnknown(
      LaneWorld.Provider provider, Damage damage) {
    try (var world = new LaneWorld(provider)) {
      world.endpoint.damageResults(damage);
      Extraction extraction = world.posted();
      world.passes(world.process(), 4);
      assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
      assertThat(world.batches()).extracting(ProviderBatch::answered).containsExactly(2);
      assertThat(world.endpoint.paid()).hasSize(3);
      assertThat(world.endpoint.asked()).hasSize(1).isSubsetOf(world.endpoint.paid());
      assertThat(world.ends())
          .containsExactlyInAnyOrder(End.VALID, End.VALID, End.UNKNOWN, End.VALID);
      assertThat(world.seen(extraction).usage().calls()).isEqualTo(4);
    }
  }

  /** Nobody knows whether it was that line's question which was never asked. */
  @ParameterizedTest
  @EnumSource(LaneWorld.Provider.class)
  void ofABatchThatExpiredNothingIsFreeWhoseLineCannotBeRead(LaneWorld.Provider provider) {
    try (var world = new LaneWorld(provider)) {
      world.endpoint.expireAfter(2);
      world.endpoint.damageResults(Damage.NO_JSON);
      Extraction extraction = world.posted();
      world.passes(world.process(), 4);
      assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
      assertThat(world.endpoint.asked()).hasSize(2);
      assertThat(world.ends())
          .containsExactlyInAnyOrder(End.VALID, End.UNKNOWN, End.BROKEN, End.VALID, End.VALID);
    }
  }

  @ParameterizedTest
  @EnumSource(LaneWorld.Provider.class)
  void whatADeletedDocumentsBatchAnswersIsPaidForAndNotKept(LaneWorld.Provider provider) {
    try (var world = new LaneWorld(provider)) {
      RunBatches process = world.process();
      Extraction extraction = underWay(world, process);
      world.scene.ledger.extractions().delete(world.project.id(), extraction.id());
      world.endpoint.release();
      world.passes(process, 3);
      assertThat(world.batches()).extracting(ProviderBatch::answered).containsExactly(0);
      assertThat(world.paidCalls()).isEqualTo(3);
      assertThat(world.scene.passages(extraction.id())).isEmpty();
      Extraction again = world.scene.accept(world.project, "a", LaneWorld.TEXT);
      world.scene.work(world.worker);
      assertThat(world.seen(again).status()).as("it is asked anew").isEqualTo(Status.PENDING);
    }
  }

  @ParameterizedTest
  @EnumSource(LaneWorld.Provider.class)
  void ofADocumentThatIsGoneTheCallsAreEndedAndPaidFor(LaneWorld.Provider provider) {
    try (var world = new LaneWorld(provider)) {
      RunBatches process = world.process();
      Extraction extraction = underWay(world, process);
      world.scene.ledger.extractions().delete(world.project.id(), extraction.id());
      world.remove(extraction);
      world.endpoint.release();
      world.passes(process, 3);
      assertThat(world.batches()).extracting(ProviderBatch::outcome).containsExactly("completed");
      assertThat(world.ends()).containsExactly(End.BROKEN, End.BROKEN, End.BROKEN);
      assertThat(world.paidCalls()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(LaneWorld.Provider.class)
  void aCancelledDocumentStaysSoAndItsAnswersArePaidForOnce(LaneWorld.Provider provider) {
    try (var world = new LaneWorld(provider)) {
      RunBatches process = world.process();
      Extraction extraction = underWay(world, process);
      world.scene.ledger.extractions().cancel(world.project.id(), extraction.id());
      world.endpoint.release();
      world.passes(process, 3);
      assertThat(world.seen(extraction).status()).isEqualTo(Status.CANCELLED);
      assertThat(world.scene.passages(extraction.id())).isEmpty();
      assertThat(world.paidCalls()).isEqualTo(3);
      Extraction again = world.scene.accept(world.project, "a", LaneWorld.TEXT);
      world.scene.work(world.worker);
      assertThat(world.seen(again).status()).isEqualTo(Status.DONE);
      assertThat(world.paidCalls()).as("it finds what was answered").isEqualTo(3);
      assertThat(world.endpoint.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(LaneWorld.Provider.class)
  void whatACancelledBatchAnsweredIsPaidForAndTheRestIsAskedDirectly(LaneWorld.Provider provider) {
    try (var world = new LaneWorld(provider)) {
      world.endpoint.answerOfCancelled(2);
      RunBatches process = world.process();
      Extraction extraction = underWay(world, process);
      world.scene.clock.advance(Duration.ofHours(1));
      world.scene.work(world.worker);
      world.endpoint.fail("/cancel", 1);
      for (int i = 0; i < 5; i++) {
        world.pass(process, TEN_SECONDS);
      }
      world.scene.work(world.worker);
      assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
      assertThat(world.batches()).extracting(ProviderBatch::outcome).containsExactly("cancelled");
      assertThat(world.endpoint.paid()).hasSize(2);
      assertThat(world.endpoint.asked())
          .hasSize(1)
          .doesNotContainAnyElementsOf(world.endpoint.paid());
      assertThat(world.ends())
          .containsExactlyInAnyOrder(End.VALID, End.VALID, End.BROKEN, End.VALID);
      assertThat(world.paidCalls()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(LaneWorld.Provider.class)
  void whileResultsCannotBeHadNothingIsAskedAgain(LaneWorld.Provider provider) {
    try (var world = new LaneWorld(provider)) {
      world.endpoint.expireAfter(2);
      world.endpoint.fail(provider == LaneWorld.Provider.OPENAI ? "/content" : "/results", 3);
      Extraction extraction = world.posted();
      RunBatches process = world.process();
      world.passes(process, 4);
      assertThat(world.seen(extraction).status()).isEqualTo(Status.PENDING);
      assertThat(world.ends()).containsOnly(End.OPEN);
      world.passes(process, 3);
      assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
      assertThat(world.batches()).extracting(ProviderBatch::outcome).containsExactly("expired");
      assertThat(world.endpoint.paid()).hasSize(2);
      assertThat(world.endpoint.asked()).hasSize(1);
      assertThat(world.paidCalls()).isEqualTo(3);
    }
  }

  static Stream<Arguments> namesThatAreNone() {
    return Arrays.stream(LaneWorld.Provider.values())
        .flatMap(it ->
            Stream.of("../files", "a b", "a?limit=1", "..", "a/b", "é", "x".repeat(201))
                .map(name -> arguments(it, name)));
  }

  @ParameterizedTest
  @MethodSource("namesThatAreNone")
  void aNameThatIsNoneEndsTheBatchWhichMayBePaidFor(LaneWorld.Provider provider, String name) {
    try (var world = new LaneWorld(provider)) {
      world.endpoint.nameBatches(_ -> name);
      Extraction extraction = world.posted();
      world.passes(world.process(), 3);
      assertThat(world.batches())
          .extracting(ProviderBatch::outcome)
          .containsExactly("unusable-name");
      assertThat(world.batches()).extracting(ProviderBatch::remote).containsOnlyNulls();
      assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
      assertThat(world.endpoint.asked()).hasSize(3);
      assertThat(world.ends())
          .containsExactlyInAnyOrder(
              End.UNKNOWN, End.UNKNOWN, End.UNKNOWN, End.VALID, End.VALID, End.VALID);
    }
  }

  @ParameterizedTest
  @EnumSource(LaneWorld.Provider.class)
  void whereTheConfigurationKnowsNoBatchesTheyAreAskedDirectly(LaneWorld.Provider provider) {
    try (var world = new LaneWorld(provider)) {
      Extraction waiting = world.posted();
      Extraction direct =
          world.scene.accept(world.project, "b", LaneWorld.TEXT.replace("paragraph", "chapter"));
      world.scene.work(world.withoutBatches());
      assertThat(world.seen(direct).status()).isEqualTo(Status.DONE);
      assertThat(world.endpoint.asked()).hasSize(3);
      assertThat(world.seen(waiting).status()).isEqualTo(Status.PENDING);
      world.scene.clock.advance(Duration.ofHours(1).plusMinutes(1));
      world.scene.work(world.withoutBatches());
      assertThat(world.seen(waiting).status()).isEqualTo(Status.DONE);
      assertThat(world.endpoint.asked()).hasSize(6).doesNotHaveDuplicates();
      assertThat(world.endpoint.batches()).isZero();
    }
  }
}
