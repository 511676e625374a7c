package dev.tercet.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.detect.BucketCursor;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.RunStore;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.memory.InMemoryLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {
  @Test
  void comparesEveryBucketWithinTheHorizon() {
    for (int horizonMinutes : new int[] {1, 2, 7, 60, 24 * 60, 7 * 24 * 60}) {
      int perSweep =
          BucketCursor.perSweep(Duration.ofMinutes(1), Duration.ofMinutes(horizonMinutes));
      assertThat((long) perSweep * horizonMinutes).isGreaterThanOrEqualTo(EmbeddingId.BUCKETS);
    }
  }

  @Test
  void takesEveryBucketOnceInACycleAndBeginsAgain() {
    RunStore runs = new InMemoryLedger(new SettableClock()).runs();
    var buckets = new BucketCursor(runs, Duration.ofMinutes(1), Duration.ofMinutes(14));
    List<Integer> turns = new ArrayList<>();
    BucketSpan turn;
    do {
      turn = buckets.next();
      IntStream.range(turn.first(), turn.end()).forEach(turns::add);
      buckets.compared(turn);
    } while (turn.end() < EmbeddingId.BUCKETS);

    assertThat(turns).isEqualTo(IntStream.range(0, EmbeddingId.BUCKETS).boxed().toList());
    assertThat(buckets.next().first()).isZero();
  }

  @Test
  void neverComparesMoreThanThereAre() {
    assertThat(BucketCursor.perSweep(Duration.ofHours(1), Duration.ofMinutes(1)))
        .isEqualTo(EmbeddingId.BUCKETS);
  }
}
